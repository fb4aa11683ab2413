import {
  ApiRequest,
  FaultEffect,
  FaultMatch,
  LoggedRequest,
} from '@strongroom/embedded-cluster';
import { TestCluster, TestKv, TestWorld } from '@strongroom/real-cluster';

/** One call of an operation, told from its like by how many came before it. */
export interface OutsideCall {
  /** `store`, or the name of a cluster. */
  server: string;
  verb: string;
  resource: string;
  subresource: string;
  namespace: string;
  /** What is named, with {@link SELF} where that is the secret. */
  name: string;
  nth: number;
}

/** Stands for the name of the secret. */
const SELF = '{name}';
/** The server that is no cluster. */
export const STORE = 'store';
/** How the portal names itself to servers. */
export const PORTAL = 'strongroom';
/** Polls come as often as they have to; the first two stand for all. */
const MOST_OF_A_KIND = 2;

/** The calls that an operation on a secret makes, seen in the request logs of all servers. */
export async function callsOf(
  world: TestWorld,
  name: string,
  operation: () => Promise<unknown>,
): Promise<OutsideCall[]> {
  const servers = serversOf(world);
  const earlier = new Set(
    Object.values(servers).flatMap(({ requestLog }) => requestLog.entries),
  );
  await operation();
  const seen = new Map<string, number>();
  const calls: OutsideCall[] = [];
  for (const [server, { requestLog }] of Object.entries(servers)) {
    for (const entry of requestLog.entries) {
      // watches and polls of everything go on by themselves
      if (
        earlier.has(entry) ||
        entry.userAgent !== PORTAL ||
        ['list', 'watch'].includes(entry.verb) ||
        !namedBy(entry).includes(name)
      ) {
        continue;
      }
      const { verb, resource, subresource, namespace } = entry;
      const call = {
        server,
        verb,
        resource,
        subresource,
        namespace,
        name: namedBy(entry).replaceAll(name, SELF),
      };
      const kind = JSON.stringify(call);
      const nth = (seen.get(kind) ?? 0) + 1;
      seen.set(kind, nth);
      if (nth <= MOST_OF_A_KIND) {
        calls.push({ ...call, nth });
      }
    }
  }
  return calls;
}

/** A call in words. */
export function describeCall(call: OutsideCall): string {
  const { verb, resource, subresource, nth } = call;
  const kind = [resource, subresource].filter(Boolean).join('/');
  return `${verb} ${kind}${nth > 1 ? ' again' : ''}`;
}

/** What waits for a call. */
export interface Strike {
  /** Whether the call has come. */
  met(): boolean;
  disarm(): void;
}

/** Lets one call of the operation on a name meet a fault. */
export function strike(
  world: TestWorld,
  name: string,
  call: OutsideCall,
  effect: FaultEffect,
): Strike {
  const { faults } = serversOf(world)[call.server];
  let disarm = () => {};
  const arm = () => {
    disarm = faults.add({
      match: { ...matchOf(call, name), times: 1 },
      effect,
    });
  };
  const waiting = meet(world, name, call, () => {});
  if (call.nth === 1) {
    arm();
  } else {
    disarm = meet(world, name, { ...call, nth: call.nth - 1 }, arm).disarm;
  }
  return {
    met: waiting.met,
    disarm() {
      waiting.disarm();
      disarm();
    },
  };
}

/** Runs something right before one call of the operation on a name, awaited. */
export function meet(
  world: TestWorld,
  name: string,
  call: OutsideCall,
  work: (request: ApiRequest) => void | Promise<void>,
): Strike {
  const { faults } = serversOf(world)[call.server];
  let met = 0;
  const disarm = faults.before(matchOf(call, name), request => {
    met += 1;
    return met === call.nth ? work(request) : undefined;
  });
  return { met: () => met >= call.nth, disarm };
}

function serversOf(
  world: TestWorld,
): Record<string, Pick<TestCluster | TestKv, 'faults' | 'requestLog'>> {
  return { ...world.clusters, [STORE]: world.kv };
}

function matchOf(call: OutsideCall, name: string): FaultMatch {
  const { verb, resource, subresource, namespace } = call;
  return {
    verb,
    resource,
    subresource,
    namespace,
    name: call.name.replaceAll(SELF, name),
  };
}

/** What a request names; a create has its name in the body. */
export function namedBy({ name, verb, body }: LoggedRequest): string {
  if (name || verb !== 'create') {
    return name;
  }
  return JSON.parse(body || '{}').metadata?.name ?? '';
}
