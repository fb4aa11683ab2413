import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Failure } from '../setup/failure.mjs';
import { readStartOptions } from './startOptions.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

test('a kubeconfig is found from the folder in which npm was called', () => {
  const options = readStartOptions(
    ['--kubeconfig', 'start.mjs', '--context', 'mine'],
    here,
  );
  assert.deepEqual(options, {
    backendOnly: false,
    empty: false,
    real: false,
    kubeconfig: `${here}start.mjs`,
    context: 'mine',
  });
});

test('options that cannot be meant are refused with the usage', () => {
  for (const args of [
    ['--kubeconfig', 'absent'],
    ['--context', 'mine'],
    ['--empty', '--kubeconfig', 'start.mjs'],
    ['--real', '--kubeconfig', 'start.mjs'],
    ['--unknown'],
    ['word'],
  ]) {
    assert.throws(
      () => readStartOptions(args, here),
      error => error instanceof Failure && /npm start --/.test(error.remedy),
    );
  }
});
