import { FaultEffect, FaultLayer } from '@strongroom/embedded-cluster';
import { TestPortal } from './startPortal';

/** One call of an operation, told from its like by how many came before it. */
export interface Call {
  verb: string;
  resource: string;
  nth: number;
  /** Path in the store, for a call of a driver that writes there itself; absent for one to the cluster. */
  path?: string;
}

const CONTROL_PLANE = 'control-plane';
/** Polls come as often as they have to; the first two stand for all. */
const MOST_OF_A_KIND = 2;

/**
 * The calls that an operation on a secret makes to the cluster and to the store, seen in their request logs.
 *
 * @param most - of one kind
 */
export async function callsOf(
  portal: Pick<TestPortal, 'world'>,
  name: string,
  operation: () => Promise<unknown>,
  most: number = MOST_OF_A_KIND,
): Promise<Call[]> {
  const { requestLog } = portal.world.clusters[CONTROL_PLANE];
  const { requestLog: storeLog } = portal.world.kv;
  requestLog.clear();
  storeLog.clear();
  await operation();
  const ours = requestLog.entries.filter(entry => nameOf(entry) === name);
  // External Secrets has calls of its own there
  const stored = storeLog.entries.filter(
    entry =>
      entry.userAgent === 'strongroom' && entry.name.endsWith(`/${name}`),
  );
  return [
    ...numbered(ours),
    ...numbered(stored).map((call, at) => ({ ...call, path: stored[at].name })),
  ].filter(({ nth }) => nth <= most);
}

function numbered(
  entries: readonly { verb: string; resource: string }[],
): Call[] {
  const seen = new Map<string, number>();
  return entries.map(({ verb, resource }) => {
    const kind = `${verb} ${resource}`;
    const nth = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, nth);
    return { verb, resource, nth };
  });
}

/** Requests of one kind that an operation on a name makes, where the call goes. */
export function matchOf(name: string, { verb, resource, path }: Call) {
  const itself = path?.replace(/[^/]+$/, name) ?? name;
  return {
    verb,
    resource,
    ...((path !== undefined || verb !== 'create') && { name: itself }),
  };
}

/** The faults of the server that a call goes to. */
export function faultsOf(
  { world }: Pick<TestPortal, 'world'>,
  { path }: Call,
): FaultLayer {
  return path === undefined
    ? world.clusters[CONTROL_PLANE].faults
    : world.kv.faults;
}

/** Lets one call of the operation on a name meet a fault. */
export function strike(
  portal: Pick<TestPortal, 'world'>,
  name: string,
  call: Call,
  effect: FaultEffect,
): void {
  const faults = faultsOf(portal, call);
  const match = matchOf(name, call);
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
