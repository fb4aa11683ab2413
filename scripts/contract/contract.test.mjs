import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Failure } from '../setup/failure.mjs';
import { countCases, readCases } from './cases.mjs';
import { casesOfOneWorld } from './compareWorlds.mjs';
import { describeTable } from './describeTable.mjs';
import { readContractOptions } from './options.mjs';
import { casesOf, keepReport } from './testReport.mjs';

const of = (file, name, outcome = 'passed') => ({
  area: 'kv',
  file,
  name,
  outcome,
});

test('cases are read with their outcomes, and what does not run counts as failed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-contract-'));
  const report = join(folder, 'report.json');
  const assertion = (fullName, status) => ({ fullName, status });
  try {
    assert.equal(readCases('kv', folder, report)[0].outcome, 'failed');
    writeFileSync(
      report,
      JSON.stringify({
        testResults: [
          {
            name: join(folder, 'tests/a.test.ts'),
            status: 'failed',
            assertionResults: [
              assertion('reads', 'passed'),
              assertion('writes', 'failed'),
              assertion('lists', 'pending'),
              assertion('sings', 'todo'),
            ],
          },
          {
            name: join(folder, 'b.test.ts'),
            status: 'failed',
            assertionResults: [],
          },
        ],
      }),
    );
    const cases = readCases('kv', folder, report);
    assert.deepEqual(cases, [
      of('tests/a.test.ts', 'reads'),
      of('tests/a.test.ts', 'writes', 'failed'),
      of('tests/a.test.ts', 'lists', 'skipped'),
      of('tests/a.test.ts', 'sings', 'skipped'),
      of('b.test.ts', 'the file loads', 'failed'),
    ]);
    assert.deepEqual(countCases(cases), { passed: 1, failed: 2, skipped: 2 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a case that one world lacks is named, unless its file is for the other alone', () => {
  assert.deepEqual(
    casesOfOneWorld({
      embedded: [
        of('a.test.ts', 'reads'),
        of('a.test.ts', 'reads'),
        of('a.test.ts', 'writes'),
        of('clock.embedded.test.ts', 'advances'),
      ],
      real: [
        of('a.test.ts', 'reads'),
        of('a.test.ts', 'lists'),
        of('rights.real.ts', 'are enough'),
      ],
    }),
    [
      'in the embedded world only: kv, a.test.ts: reads',
      'in the embedded world only: kv, a.test.ts: writes',
      'in the real world only: kv, a.test.ts: lists',
    ],
  );
});

test('the table shows both worlds side by side, with totals', () => {
  const embedded = [
    of('a.test.ts', 'reads'),
    of('clock.embedded.test.ts', 'advances'),
  ];
  const real = [
    of('a.test.ts', 'reads', 'failed'),
    of('a.test.ts', 'writes', 'skipped'),
  ];
  assert.equal(
    describeTable({ embedded, real }),
    [
      'area  file                    embedded  real',
      'kv    a.test.ts               1 passed  0 passed, 1 failed, 1 skipped',
      'kv    clock.embedded.test.ts  1 passed  -',
      'all                           2 passed  0 passed, 1 failed, 1 skipped',
    ].join('\n'),
  );
  assert.match(describeTable({ real }), /^area +file +real\n/);
});

test('options are told from what is Jest’s', () => {
  assert.deepEqual(
    readContractOptions(['--real', 'kv', '--on', 'c.json', '-t', 'x'], '/held'),
    {
      world: 'real',
      heldFile: '/held/c.json',
      afterTests: false,
      jest: ['kv', '-t', 'x'],
    },
  );
  assert.equal(readContractOptions(['--after-tests'], '/').afterTests, true);
  assert.deepEqual(readContractOptions([], '/'), {
    world: 'embedded',
    heldFile: undefined,
    afterTests: false,
    jest: [],
  });
  for (const args of [
    ['--on', 'c.json'],
    ['--real', '--on'],
    ['--real', '--after-tests'],
  ]) {
    assert.throws(() => readContractOptions(args, '/'), Failure);
  }
});

test('files that the tests ran are not run again, unless one is missing or they are others by now', () => {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-contract-'));
  const report = join(folder, 'jest.json');
  const sources = join(folder, 'src');
  const [ran, other] = ['ran.test.ts', 'other.test.ts'].map(name =>
    join(sources, name),
  );
  const read = (files, key = 'k') =>
    casesOf({ area: 'kv', sources, files, key, report });
  try {
    assert.equal(read([ran]), undefined);
    writeFileSync(
      report,
      JSON.stringify({
        testResults: [ran, other].map(name => ({
          name,
          status: 'passed',
          assertionResults: [{ fullName: 'reads', status: 'passed' }],
        })),
      }),
    );
    assert.equal(read([ran]), undefined);
    keepReport(report, 'k');
    assert.deepEqual(read([ran]), [of('ran.test.ts', 'reads')]);
    assert.equal(read([ran], 'changed'), undefined);
    assert.equal(read([ran, join(sources, 'new.test.ts')]), undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
