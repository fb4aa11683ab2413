import { onlyWorldOf } from './areas.mjs';

/**
 * Cases that exist in one world alone although their file is for both, each as a line.
 *
 * @param {Record<import('./areas.mjs').World, import('./cases.mjs').Case[]>} results
 * @returns {string[]}
 */
export function casesOfOneWorld({ embedded, real }) {
  return [
    ...missing(embedded, real).map(
      line => `in the embedded world only: ${line}`,
    ),
    ...missing(real, embedded).map(line => `in the real world only: ${line}`),
  ];
}

function missing(cases, others) {
  const there = new Map();
  for (const each of others) {
    there.set(keyOf(each), (there.get(keyOf(each)) ?? 0) + 1);
  }
  return cases
    .filter(each => {
      const left = there.get(keyOf(each)) ?? 0;
      there.set(keyOf(each), left - 1);
      return left <= 0 && !onlyWorldOf(each.file);
    })
    .map(keyOf);
}

function keyOf({ area, file, name }) {
  return `${area}, ${file}: ${name}`;
}
