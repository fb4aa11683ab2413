import { DeliveryStateName } from '@strongroom/backstage-plugin-secrets-common';
import { SecretRow } from '../references/types';
import { pushesItsKeys, pushesItsPath } from './pushesItsPath';
import { DeliveryFacts, PlaneStanding } from './types';

/** How long the plane may take to show what was written to the control plane. */
const ACCEPTED_MS = 60_000;
/** How long a delete may take before it is called stuck. */
const DELETE_MS = 120_000;

/** Why a secret is in its state; each has its sentence in `explainVerdict`. */
export type DeliveryCause =
  | 'noPlane'
  | 'planeUnknown'
  | 'planeNotConnected'
  | 'planeHasNoStore'
  | 'planeNotRead'
  | 'planeUnreachable'
  | 'deleteAsked'
  | 'push'
  | 'dying'
  | 'otherPath'
  | 'otherKeys'
  | 'pull'
  | 'accepted'
  | 'gone'
  | 'legacyGit'
  | 'linked'
  | 'gitOps'
  | 'manual';

/** State of a secret with its reason. */
export interface DeliveryVerdict {
  state: DeliveryStateName;
  since: Date;
  cause: DeliveryCause;
  /** What the state turned into by itself, when it did. */
  elapsed?: string;
}

/**
 * Decides the state of one secret. What runs or hangs comes before what stands: a delete before an unreachable plane,
 * that before a push, and a push before its consumers.
 */
export function judgeDelivery(facts: DeliveryFacts): DeliveryVerdict {
  const { row, plane, running, now } = facts;
  if (running?.kind === 'delete') {
    return judgeDelete(facts, running.startedAt ?? now);
  }
  if (plane?.reachability?.reachable === false) {
    return {
      state: 'Unreachable',
      since: plane.reachability.since,
      cause: 'planeUnreachable',
    };
  }
  if (running?.kind === 'create') {
    return { state: 'Pending', since: lastSaved(facts), cause: 'accepted' };
  }
  if (facts.observation) {
    return judgePush(facts);
  }
  const failing = failedPull(facts);
  if (failing) {
    return failing;
  }
  const savedAt = lastSaved(facts);
  const cause = row.targetPlane ? missingPlane(plane) : missingTarget(row);
  if (cause) {
    return {
      state: cause === 'planeNotConnected' ? 'Unreachable' : 'Unknown',
      since: savedAt,
      cause,
    };
  }
  return judgeUnobserved(facts, savedAt);
}

/** When the secret was last written, as far as the reference tells. */
export function lastSaved({ row, now }: DeliveryFacts): Date {
  const created = Date.parse(row.createdAt);
  const updated = Date.parse(row.updatedAt ?? row.createdAt);
  const saved = Math.max(created, updated);
  return Number.isNaN(saved) ? now : new Date(saved);
}

function judgeDelete(facts: DeliveryFacts, asked: Date): DeliveryVerdict {
  const stuckAt = asked.getTime() + DELETE_MS;
  const push = facts.observation?.push;
  // What the store says about it is more than that it takes long.
  if (push?.state === 'Deleting' && facts.plane?.reachability?.reachable) {
    return judgePush(facts);
  }
  return facts.now.getTime() < stuckAt
    ? { state: 'Deleting', since: asked, cause: 'deleteAsked' }
    : {
        state: 'DeleteStuck',
        since: new Date(stuckAt),
        cause: 'deleteAsked',
      };
}

function judgePush(facts: DeliveryFacts): DeliveryVerdict {
  const { push } = facts.observation!;
  if (push.state === 'Deleting') {
    if (
      !facts.running &&
      isYoungerThan(push.since, facts) &&
      !isOfOneOperation(facts)
    ) {
      return { state: 'Failed', since: lastSaved(facts), cause: 'dying' };
    }
  } else if (!pushesItsPath(facts.row, facts.observation!)) {
    return { state: 'Failed', since: push.since, cause: 'otherPath' };
  } else if (lacksKeys(facts)) {
    return judgeLackingKeys(facts);
  }
  if (push.then && push.then.at <= facts.now) {
    return {
      state: push.then.state,
      since: push.then.at,
      cause: 'push',
      elapsed: push.then.message,
    };
  }
  return (
    (push.state === 'Synced' && failedPull(facts)) || {
      state: push.state,
      since: push.since,
      cause: 'push',
    }
  );
}

/** Direct drivers read key names by themselves, and later than the rest. */
function lacksKeys({ row, plane, observation }: DeliveryFacts): boolean {
  return plane?.kind === 'push' && !pushesItsKeys(row, observation!);
}

/** A change that is under way looks the same for a moment. */
function judgeLackingKeys(facts: DeliveryFacts): DeliveryVerdict {
  const pushed = facts.observation!.push.since;
  const saved = lastSaved(facts);
  const since = saved > pushed ? saved : pushed;
  const overdueAt = new Date(since.getTime() + ACCEPTED_MS);
  return facts.now < overdueAt
    ? { state: 'Pushing', since, cause: 'otherKeys' }
    : { state: 'Failed', since: overdueAt, cause: 'otherKeys' };
}

/** Whether the reference was made when its PushSecret was being deleted already: times are of whole seconds. */
function isYoungerThan(asked: Date, { row }: DeliveryFacts): boolean {
  return Date.parse(row.createdAt) >= asked.getTime();
}

/** Whether one operation made both: nothing that was made onto a dying PushSecret is of the operation that made it. */
function isOfOneOperation({ row, observation }: DeliveryFacts): boolean {
  return (
    row.operationId !== undefined &&
    row.operationId === observation?.operationId
  );
}

function failedPull({
  consumers,
  now,
}: DeliveryFacts): DeliveryVerdict | undefined {
  let since: Date | undefined;
  for (const consumer of consumers) {
    if (consumer.ready === false) {
      const failedAt = consumer.since ?? now;
      since = since && since < failedAt ? since : failedAt;
    }
  }
  return since && { state: 'Failed', since, cause: 'pull' };
}

/** Whoever makes references by hand need not name a plane: their consumers alone tell. */
function missingTarget({ source }: SecretRow): DeliveryCause | undefined {
  return source === 'manual' || source === 'gitops' ? undefined : 'noPlane';
}

function missingPlane(
  plane: PlaneStanding | undefined,
): DeliveryCause | undefined {
  if (!plane) {
    return 'planeUnknown';
  }
  if (!plane.hasStore) {
    return 'planeHasNoStore';
  }
  return plane.connected ? undefined : 'planeNotConnected';
}

function judgeUnobserved(facts: DeliveryFacts, savedAt: Date): DeliveryVerdict {
  const { row, plane, now } = facts;
  if (row.legacyGit) {
    return { state: 'Unknown', since: savedAt, cause: 'legacyGit' };
  }
  if (row.link === 'path') {
    return { state: 'Unknown', since: savedAt, cause: 'linked' };
  }
  if (row.source === 'gitops') {
    return { state: 'Unknown', since: savedAt, cause: 'gitOps' };
  }
  if (row.source === 'manual') {
    return { state: 'Unknown', since: savedAt, cause: 'manual' };
  }
  const overdueAt = savedAt.getTime() + ACCEPTED_MS;
  if (now.getTime() < overdueAt) {
    return { state: 'Pending', since: savedAt, cause: 'accepted' };
  }
  return plane?.listed
    ? { state: 'Failed', since: new Date(overdueAt), cause: 'gone' }
    : { state: 'Unknown', since: savedAt, cause: 'planeNotRead' };
}
