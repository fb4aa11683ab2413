import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { areas } from './areas.mjs';

const folder = join(root, 'node_modules/.cache/strongroom-contract');

/** A key of every test file of the contract, so that results of other tests are not compared with these. */
export function keyOfTests() {
  const hash = createHash('sha256');
  for (const area of new Set(areas.map(each => each.folder))) {
    const sources = join(root, area, 'src');
    for (const name of readdirSync(sources, { recursive: true }).sort()) {
      if (/\.(test|contract|real)\.ts$/.test(name)) {
        hash.update(`${name}\n`).update(readFileSync(join(sources, name)));
      }
    }
  }
  return hash.digest('hex');
}

/**
 * Keeps the cases of a whole run in one world, to be shown beside those of the other.
 *
 * @param {import('./areas.mjs').World} world
 * @param {{key: string, cases: import('./cases.mjs').Case[]}} results
 */
export function keepResults(world, results) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${world}.json`), JSON.stringify(results));
}

/**
 * The cases of the last whole run in a world, unless it ran other tests.
 *
 * @param {import('./areas.mjs').World} world
 * @param {string} key
 * @returns {import('./cases.mjs').Case[] | undefined}
 */
export function keptResults(world, key) {
  try {
    const kept = JSON.parse(
      readFileSync(join(folder, `${world}.json`), 'utf8'),
    );
    return kept.key === key ? kept.cases : undefined;
  } catch {
    return undefined;
  }
}
