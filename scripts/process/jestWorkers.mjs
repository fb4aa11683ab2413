import { availableParallelism, totalmem } from 'node:os';

/** One for each core, as far as the memory goes: a worker with Backstage loaded takes about 1.5 GB. */
export function jestWorkers() {
  const byMemory = Math.floor(totalmem() / 1.5e9);
  return Math.max(1, Math.min(availableParallelism(), byMemory, 8));
}
