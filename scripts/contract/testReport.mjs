import { readFileSync, writeFileSync } from 'node:fs';
import { toCases } from './cases.mjs';

const keyFile = report => `${report}.key`;

/** Notes which tests a whole run of `npm test` reports of. */
export function keepReport(report, key) {
  writeFileSync(keyFile(report), key);
}

/**
 * The cases of an area as `npm test` ran them last.
 *
 * @param {object} options
 * @param {string} options.area
 * @param {string} options.sources folder that the files are named from
 * @param {string[]} options.files paths of the test files of the area
 * @param {string} options.key of the tests as they are now
 * @param {string} options.report of Jest
 * @returns {import('./cases.mjs').Case[] | undefined} nothing when it ran other tests, or not all of these
 */
export function casesOf({ area, sources, files, key, report }) {
  let kept;
  let ran;
  try {
    kept = readFileSync(keyFile(report), 'utf8');
    ({ testResults: ran } = JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    return undefined;
  }
  const wanted = new Set(files);
  const found = ran.filter(({ name }) => wanted.has(name));
  return kept === key && found.length === wanted.size
    ? toCases(area, sources, { testResults: found })
    : undefined;
}
