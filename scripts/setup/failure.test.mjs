import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from './failure.mjs';
import { withoutDownloadAttempt } from './nativeModule.mjs';

test('names cause and remedy of what a package manager says', () => {
  const cases = [
    ['npm error code ENOTFOUND\nnpm error syscall getaddrinfo', /reached/],
    ['➤ YN0001: RequestError: connect ECONNREFUSED 127.0.0.1:1', /reached/],
    ['ENOSPC: no space left on device, write', /disk is full/],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', /not trusted/],
    ['➤ YN0028: │ The lockfile would have been modified', /does not fit/],
    ['npm error code EINTEGRITY', /not the one/],
    ["EACCES: permission denied, mkdir '/x'", /may not be written/],
  ];
  for (const [output, sentence] of cases) {
    const failure = explain('Installing', output, 'otherwise');
    assert.match(failure.message, sentence);
    assert.notEqual(failure.remedy, 'otherwise');
  }
  assert.equal(explain('Installing', 'Segfault', 'Look.').remedy, 'Look.');
});

test('a failed compilation is not blamed on the network', () => {
  const output = withoutDownloadAttempt(
    'prebuild-install warn install getaddrinfo ENOTFOUND\ncc1plus: error: boom',
  );
  assert.equal(explain('Compiling', output, 'Look.').remedy, 'Look.');
});
