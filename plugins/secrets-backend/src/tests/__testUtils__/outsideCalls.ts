import { FaultEffect } from '@strongroom/embedded-cluster';
import { TestPortal } from './startPortal';

/** One call of an operation, told from its like by how many came before it. */
export interface Call {
  verb: string;
  resource: string;
  nth: number;
}

const CONTROL_PLANE = 'control-plane';
/** Polls come as often as they have to; the first two stand for all. */
const MOST_OF_A_KIND = 2;

/** The calls that an operation on a secret makes to the cluster, seen in its request log. */
export async function callsOf(
  portal: Pick<TestPortal, 'world'>,
  name: string,
  operation: () => Promise<unknown>,
): Promise<Call[]> {
  const { requestLog } = portal.world.clusters[CONTROL_PLANE];
  requestLog.clear();
  await operation();
  const seen = new Map<string, number>();
  const calls: Call[] = [];
  for (const entry of requestLog.entries) {
    if (nameOf(entry) !== name) {
      continue;
    }
    const kind = `${entry.verb} ${entry.resource}`;
    const nth = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, nth);
    if (nth <= MOST_OF_A_KIND) {
      calls.push({ verb: entry.verb, resource: entry.resource, nth });
    }
  }
  return calls;
}

/** Lets one call of the operation on a name meet a fault. */
export function strike(
  portal: Pick<TestPortal, 'world'>,
  name: string,
  call: Call,
  effect: FaultEffect,
): void {
  const { faults } = portal.world.clusters[CONTROL_PLANE];
  const match = {
    verb: call.verb,
    resource: call.resource,
    ...(call.verb !== 'create' && { name }),
  };
  const arm = () => faults.add({ match: { ...match, times: 1 }, effect });
  if (call.nth === 1) {
    arm();
    return;
  }
  let met = 0;
  const disarm = faults.before(match, () => {
    met += 1;
    if (met === call.nth - 1) {
      disarm();
      arm();
    }
  });
}

/** A create has its name in the body. */
function nameOf(entry: { name?: string; body?: string }): string | undefined {
  if (entry.name) {
    return entry.name;
  }
  return entry.body ? JSON.parse(entry.body).metadata?.name : undefined;
}
