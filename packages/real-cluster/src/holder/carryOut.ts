import type { RealCluster } from '../types';
import type { Order } from './types';

/** Does what an order says. @throws when the cluster has no such part, or the part cannot do that */
export async function carryOut(
  real: RealCluster,
  { cluster: name, program, action }: Order,
): Promise<void> {
  if (name === undefined) {
    const { kv } = real;
    return action === 'ready'
      ? await perform(kv, action, 'KV store')
      : await perform(kv?.program, action, 'program of the KV store');
  }
  const cluster = real.clusters[name];
  return program
    ? await perform(cluster?.[program], action, `${program} in ${name}`)
    : await perform(cluster, action, `cluster ${name}`);
}

async function perform(
  part: object | undefined,
  action: Order['action'],
  label: string,
): Promise<void> {
  const work = (part as Partial<Record<string, () => Promise<void>>>)?.[action];
  if (!work) {
    throw new Error(`There is no ${label} that could ${action}.`);
  }
  await work.call(part);
}
