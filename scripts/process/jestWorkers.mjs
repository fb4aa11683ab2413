import { availableParallelism, totalmem } from 'node:os';

/**
 * One more than there are cores, because tests wait for clusters most of their time, as far as the memory goes: a worker
 * with Backstage loaded takes about 1.5 GB.
 */
export function jestWorkers() {
  const byMemory = Math.floor(totalmem() / 1.5e9);
  return Math.max(1, Math.min(availableParallelism() + 1, byMemory, 8));
}
