import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { createProgress } from '../console/progress.mjs';
import { Failure } from '../setup/failure.mjs';
import { obtainPrograms } from './obtainPrograms.mjs';

test('without Go a portal on the real programs says what is missing, and that it can do without', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'strongroom-programs-'));
  try {
    await assert.rejects(
      obtainPrograms({
        toolchain: {
          node: process.execPath,
          env: {
            PATH: empty,
            XDG_CACHE_HOME: empty,
            STRONGROOM_BAO: process.execPath,
          },
        },
        progress: createProgress(new PassThrough()),
        stopped: () => false,
      }),
      error =>
        error instanceof Failure &&
        /there is no Go on the PATH\. Install it from/.test(error.message) &&
        /without --real/.test(error.remedy),
    );
  } finally {
    rmSync(empty, { recursive: true });
  }
});
