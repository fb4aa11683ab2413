import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';

/**
 * One case of the contract as it went in one world.
 *
 * @typedef {object} Case
 * @property {string} area
 * @property {string} file relative to the package's sources
 * @property {string} name with the names of what it stands in
 * @property {'passed' | 'failed' | 'skipped'} outcome
 */

/**
 * Reads the cases of an area from the report that Jest has written; one that is missing counts as a failed case.
 *
 * @param {string} area
 * @param {string} sources folder that the files are named from
 * @param {string} report
 * @returns {Case[]}
 */
export function readCases(area, sources, report) {
  try {
    return toCases(area, sources, JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    return [{ area, file: '', name: 'the tests run', outcome: 'failed' }];
  }
}

/**
 * The cases of a report. A file that does not even load counts as one failed case of its own.
 *
 * @param {string} area
 * @param {string} sources folder that the files are named from
 * @param {{testResults: object[]}} report
 * @returns {Case[]}
 */
export function toCases(area, sources, { testResults }) {
  return testResults.flatMap(({ name: path, status, assertionResults }) => {
    const file = relative(sources, path).split(sep).join('/');
    if (status === 'failed' && assertionResults.length === 0) {
      return [{ area, file, name: 'the file loads', outcome: 'failed' }];
    }
    return assertionResults.map(({ fullName, status: outcome }) => ({
      area,
      file,
      name: fullName,
      outcome: ['passed', 'failed'].includes(outcome) ? outcome : 'skipped',
    }));
  });
}

/** @param {Case[]} cases */
export function countCases(cases) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { outcome } of cases) {
    counts[outcome] += 1;
  }
  return counts;
}
