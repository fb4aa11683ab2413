import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { processIdentity } from '../process/identity.mjs';
import { acquireLock } from './lock.mjs';

let dir;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lock test '));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const module = new URL('./lock.mjs', import.meta.url);

test('of several processes one at a time holds the lock', async () => {
  const log = join(dir, 'log');
  const worker = `
    import { appendFileSync } from 'node:fs';
    import { acquireLock } from ${JSON.stringify(module.href)};
    for (let turn = 0; turn < 3; turn += 1) {
      const lock = await acquireLock(${JSON.stringify(dir)}, () => {});
      appendFileSync(${JSON.stringify(log)}, 'in\\n');
      await new Promise(resolve => setTimeout(resolve, 20));
      appendFileSync(${JSON.stringify(log)}, 'out\\n');
      lock.release();
    }`;
  const workers = [1, 2, 3].map(() =>
    spawn(process.execPath, ['--input-type=module', '-e', worker], {
      stdio: 'inherit',
    }),
  );
  for (const [code] of await Promise.all(workers.map(w => once(w, 'exit')))) {
    assert.equal(code, 0);
  }
  assert.equal(readFileSync(log, 'utf8'), 'in\nout\n'.repeat(9));
  assert.deepEqual(readdirSync(dir), ['log']);
});

test('a lock whose process is gone is taken over, also when its number was used again', async () => {
  const [pid] = processIdentity(process.pid).split('@');
  for (const dead of ['4194305@1', `${pid}@1`, 'nonsense']) {
    writeFileSync(join(dir, 'lock'), JSON.stringify([dead]));
    const lock = await acquireLock(dir, () => assert.fail('waited'));
    lock.release();
  }
  writeFileSync(join(dir, 'lock'), '{ cut off');
  (await acquireLock(dir, () => assert.fail('waited'))).release();
});

test('a dead set-up is not taken over before the program that it started has ended', async () => {
  const child = spawn('sleep', ['0.6']);
  const identity = processIdentity(child.pid);
  writeFileSync(join(dir, 'lock'), JSON.stringify(['4194305@1', identity]));
  const waitedFor = [];
  const lock = await acquireLock(dir, pid => waitedFor.push(Number(pid)));
  assert.deepEqual(waitedFor, [child.pid]);
  assert.equal(processIdentity(child.pid), undefined);
  lock.release();
});
