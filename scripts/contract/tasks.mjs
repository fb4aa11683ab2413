import { areas } from './areas.mjs';

/** Parts of the area that takes longer than all others together. */
const SHARDS = { 'HTTP API': 3 };

/**
 * A part of the contract that one process of Jest runs.
 *
 * @typedef {object} Task
 * @property {import('./areas.mjs').Area} area
 * @property {string} [shard] such as `1/3`, where the area is split
 */

/**
 * What is to be run, the longest first.
 *
 * @param {import('./areas.mjs').World} world
 * @param {number} lanes how many run side by side; with one nothing is split
 * @returns {Task[]}
 */
export function tasksOf(world, lanes) {
  const tasks = areas
    .filter(({ match }) => match[world].length > 0)
    .flatMap(area => {
      const count = lanes > 1 ? SHARDS[area.name] ?? 1 : 1;
      return Array.from({ length: count }, (_, index) => ({
        area,
        ...(count > 1 && { shard: `${index + 1}/${count}` }),
      }));
    });
  return lanes > 1
    ? tasks.sort((left, right) => Number(!left.shard) - Number(!right.shard))
    : tasks;
}
