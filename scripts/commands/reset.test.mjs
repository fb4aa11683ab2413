import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isRunning, processIdentity } from '../process/identity.mjs';
import { Failure } from '../setup/failure.mjs';
import { openState } from '../state.mjs';

const script = fileURLToPath(new URL('../run.mjs', import.meta.url));
let dir;
let state;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'reset test '));
  state = join(dir, 'state');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function reset() {
  return spawnSync(process.execPath, [script, 'reset'], {
    encoding: 'utf8',
    env: { ...process.env, STRONGROOM_STATE: state },
  });
}

test('the state is for its owner only, and a reset removes it after saying what', async () => {
  mkdirSync(state, { mode: 0o755 });
  (await openState(state)).close();
  assert.equal(statSync(state).mode % 0o1000, 0o700);

  writeFileSync(join(state, 'catalog.sqlite'), 'rows');
  const { status, stdout } = reset();
  assert.equal(status, 0);
  assert.match(stdout, new RegExp(`Removing ${state}: .*2 files`));
  assert.equal(existsSync(state), false);
  assert.match(reset().stdout, /Nothing to reset/);
});

test("a folder with somebody's files is neither used nor removed", async () => {
  mkdirSync(state);
  writeFileSync(join(state, 'thesis.txt'), 'the only copy');
  await assert.rejects(openState(state), Failure);
  const { status, stderr } = reset();
  assert.equal(status, 1);
  assert.match(stderr, /not a state folder/);
  assert.equal(existsSync(join(state, 'thesis.txt')), true);
});

test('the state of a running portal is neither shared nor removed', async () => {
  const opened = await openState(state);
  await assert.rejects(openState(state), /already runs/);
  const { status, stderr } = reset();
  assert.equal(status, 1);
  assert.match(stderr, /still runs/);
  opened.close();
  assert.equal(reset().status, 0);
});

test('what a killed start has left running is ended by the next one', async () => {
  const left = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  const identity = processIdentity(left.pid);
  (await openState(state)).close();
  writeFileSync(
    join(state, 'portal.pid'),
    JSON.stringify(['4194305@1', identity]),
  );
  const opened = await openState(state);
  assert.equal(isRunning(identity), false);
  opened.close();
});
