import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSecondLook, worthSecondLook } from './secondLook.mjs';

const file = (name, ...cases) => ({
  name: `/root/${name}.test.ts`,
  status:
    cases.length === 0 || cases.some(([, status]) => status === 'failed')
      ? 'failed'
      : 'passed',
  assertionResults: cases.map(([fullName, status]) => ({ fullName, status })),
});
const report = (...testResults) => ({ testResults, success: false });

test('a few files that failed are worth a second look, many are not', () => {
  const broken = ['a', 'b', 'c', 'd'].map(name =>
    file(name, ['works', 'failed']),
  );
  assert.deepEqual(worthSecondLook(report(file('a', ['works', 'passed']))), []);
  assert.deepEqual(
    worthSecondLook(report(file('x', ['works', 'passed']), ...broken.slice(2))),
    ['/root/c.test.ts', '/root/d.test.ts'],
  );
  assert.deepEqual(worthSecondLook(report(...broken)), []);
});

test('what passes when run again is named, and what fails again stays failed', () => {
  const { report: merged, unsteady } = withSecondLook(
    report(
      file('steady', ['works', 'passed'], ['later', 'pending']),
      file('busy', ['waits', 'failed'], ['works', 'passed']),
      file('broken', ['works', 'failed'], ['waits', 'failed']),
      file('unloaded'),
    ),
    report(
      file('busy', ['waits', 'passed'], ['works', 'passed']),
      file('broken', ['works', 'failed'], ['waits', 'passed']),
      file('unloaded', ['works', 'passed']),
    ),
    '/root',
  );
  assert.deepEqual(unsteady, [
    'busy.test.ts: waits',
    'broken.test.ts: waits',
    'unloaded.test.ts: the file loads',
  ]);
  assert.deepEqual(
    merged.testResults.map(({ status }) => status),
    ['passed', 'passed', 'failed', 'passed'],
  );
  assert.equal(merged.numPassedTests, 5);
  assert.equal(merged.numFailedTests, 1);
  assert.equal(merged.numPendingTests, 1);
  assert.equal(merged.numRuntimeErrorTestSuites, 0);
});

test('a file that fails to load again, or is lost in the second look, counts as failed', () => {
  const first = report(file('a'), file('b', ['works', 'failed']));
  for (const again of [report(file('a')), report()]) {
    const { report: merged, unsteady } = withSecondLook(first, again, '/root');
    assert.deepEqual(unsteady, []);
    assert.equal(merged.numRuntimeErrorTestSuites, 1);
    assert.equal(merged.numFailedTests, 1);
  }
});
