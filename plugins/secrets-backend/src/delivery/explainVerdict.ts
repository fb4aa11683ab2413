import { DeliveryStateName } from '@strongroom/backstage-plugin-secrets-common';
import { formatAge } from './formatAge';
import { DeliveryCause, DeliveryVerdict, judgeDelivery } from './judgeDelivery';
import { DeliveryFacts, DeliveryKind } from './types';

/** What happened and, where something can be done, what. */
export interface Explanation {
  sentence: string;
  remedy?: string;
}

/** What a state means when the driver has nothing to add. */
export const STATE_SENTENCES: Record<DeliveryStateName, string> = {
  Pending: 'Accepted; the value is not in the plane yet.',
  Pushing: 'The value is in the plane; the store has not confirmed it yet.',
  Synced: 'The store has the value.',
  Failed: 'The value could not be pushed to the store.',
  SourceMissing: 'The Secret that holds the value in the plane is gone.',
  Deleting: 'The value is being deleted from the store.',
  DeleteStuck: 'The store has not confirmed the deletion for over 2 minutes.',
  Unreachable: 'The plane does not answer.',
  Unknown: 'Nobody can tell whether the store has the value.',
};

type Explain = (verdict: DeliveryVerdict, facts: DeliveryFacts) => Explanation;

const EXPLANATIONS: Record<DeliveryCause, Explain> = {
  noPlane: () => ({
    sentence:
      'The reference names no target plane, so nobody can tell whether its value is there.',
    remedy: 'Set the target plane of the reference.',
  }),
  planeUnknown: (_, facts) => ({
    sentence: `The reference names the plane ${planeOf(
      facts,
    )}, which is not known here.`,
    remedy: 'Correct the target plane, or ask a platform engineer for it.',
  }),
  planeNotConnected: (_, facts) => ({
    sentence: `No cluster is configured for the plane ${planeOf(
      facts,
    )}, so nothing of it can be seen.`,
    remedy: 'A platform engineer has to configure the cluster of the plane.',
  }),
  planeHasNoStore: (_, facts) => ({
    sentence: `The plane ${planeOf(
      facts,
    )} names no store, so no value can be delivered.`,
    remedy: 'A platform engineer has to give the plane a store.',
  }),
  planeNotRead: (_, facts) => ({
    sentence: `The plane ${planeOf(
      facts,
    )} has not been read since the portal started.`,
    remedy: 'Look again in a moment.',
  }),
  planeUnreachable: explainUnreachable,
  deleteAsked: explainDelete,
  push: explainPush,
  dying: () => ({
    sentence:
      'It was made while an earlier secret of this name was still being deleted. The deletion takes its PushSecret with it, so its value does not reach the store.',
    remedy:
      'Sync it once the earlier deletion has ended, which makes its PushSecret again.',
  }),
  otherPath: () => ({
    sentence:
      'Its value is pushed to another path than the one the reference points to.',
    remedy: 'A platform engineer has to say which of the two paths is right.',
  }),
  otherKeys: () => ({
    sentence:
      'What is pushed to the store lacks keys that the reference names, as when two writers make or change a secret at once.',
    remedy: 'Set its values again, or delete the secret and make it again.',
  }),
  pull: (_, facts) => explainPull(facts),
  accepted: () => ({ sentence: STATE_SENTENCES.Pending }),
  gone: (_, { plane }) =>
    plane?.kind === 'direct'
      ? {
          sentence: 'No value stands at its path in the store.',
          remedy: 'Set its values again.',
        }
      : {
          sentence:
            'Its PushSecret is gone; the value no longer reaches the store.',
          remedy:
            'Sync it, which makes its PushSecret again, or delete the secret if it is not needed.',
        },
  legacyGit: () => ({
    sentence:
      'Git credentials of the older kind; whether the store has the value cannot be told from here, and it stays in the store after a delete.',
    remedy: 'Create them anew as a secret of category git-credentials.',
  }),
  linked: (_, facts) =>
    explainForeign('is a link to a path of the store', facts),
  gitOps: (_, facts) => explainForeign('comes from Git', facts),
  manual: (_, facts) => explainForeign('was made by hand', facts),
};

/** Says why a secret is in its state. Every word is ours: nothing that a cluster or a store wrote is part of it. */
export function explainVerdict(
  verdict: DeliveryVerdict,
  facts: DeliveryFacts,
): Explanation {
  return EXPLANATIONS[verdict.cause](verdict, facts);
}

/** What can be done about a push. */
export const PUSH_REMEDIES: Partial<Record<DeliveryStateName, string>> = {
  Failed:
    'External Secrets tries again by itself; if it stays, ask a platform engineer to look at the store of the plane.',
  SourceMissing:
    'Set the values again; a sync now could remove the last copy from the store.',
  DeleteStuck:
    'The deletion goes on by itself once the store answers; ask a platform engineer to look at the store of the plane.',
};

/** Tried again by itself, by whoever asks again, or not any more: which of them is right only people can tell. */
const DELETE_REMEDY =
  'It is tried again by itself, and at once when the secret is deleted once more. Where the store will not come back, the deletion can be given up under the findings: what the store has of the value then stays there.';

/** What keeps a deletion from its end, by the code of its last try. */
const DELETE_CAUSES: Record<DeliveryKind, Record<string, string>> = {
  push: {
    StoreNotReady: 'the plane refuses the portal what is needed for it',
    PlaneUnreachable: 'the plane did not answer',
    Timeout: 'the store has not confirmed it in time',
    VersionConflict: 'somebody else changes the same objects',
    NotOwned: 'something that is not of this portal stands in its way',
    RateLimited: 'the plane asks to be called less often',
  },
  direct: {
    StoreNotReady: 'the store refuses the portal what is needed for it',
    PlaneUnreachable: 'the store does not answer, or is sealed',
    Timeout: 'the store did not answer in time',
    VersionConflict: 'somebody else changes the same entry',
    NotOwned: 'something that is not of this portal stands in its way',
    RateLimited: 'the store asks to be called less often',
  },
};

function explainPush(
  { state, elapsed }: DeliveryVerdict,
  { observation, running }: DeliveryFacts,
): Explanation {
  const told = elapsed ?? observation?.push.message;
  const isOurDelete = running?.kind === 'delete';
  return {
    sentence: told ?? STATE_SENTENCES[state],
    remedy: isOurDelete && told ? DELETE_REMEDY : PUSH_REMEDIES[state],
  };
}

function explainPull({ consumers }: DeliveryFacts): Explanation {
  const failed = consumers.filter(consumer => consumer.ready === false).length;
  const all = consumers.length;
  return {
    sentence:
      all === 1
        ? 'Its consumer could not pull the value.'
        : `${failed} of its ${all} consumers could not pull the value.`,
    remedy: 'The steps say which, and why.',
  };
}

function explainDelete(
  { state }: DeliveryVerdict,
  facts: DeliveryFacts,
): Explanation {
  const { running, now } = facts;
  const reason = whyNotDeleted(facts);
  if (state === 'Deleting') {
    return reason
      ? {
          sentence: `${STATE_SENTENCES.Deleting} That has not ended: ${reason}.`,
          remedy: DELETE_REMEDY,
        }
      : { sentence: STATE_SENTENCES.Deleting };
  }
  const asked = running?.startedAt
    ? `asked for ${formatAge(running.startedAt, now)} ago`
    : 'asked for';
  return {
    sentence: `The deletion was ${asked}, and ${
      reason ?? 'the store has not confirmed it'
    }.`,
    remedy: DELETE_REMEDY,
  };
}

/** What keeps a deletion of ours from its end; `undefined` as long as nothing has gone wrong. */
function whyNotDeleted({
  plane,
  observation,
  running,
}: DeliveryFacts): string | undefined {
  if (plane?.reachability?.reachable === false) {
    if (plane.reachability.refused) {
      return 'the plane refuses the portal to look';
    }
    return plane.kind === 'direct'
      ? DELETE_CAUSES.direct.PlaneUnreachable
      : 'the plane does not answer';
  }
  const cause =
    DELETE_CAUSES[plane?.kind ?? 'push'][running?.cause ?? ''] ??
    (running?.cause && 'it could not be ended yet');
  if (!cause) {
    return undefined;
  }
  return !observation && plane?.listed && plane.kind === 'push'
    ? 'the last steps in the control plane are outstanding'
    : cause;
}

function explainUnreachable(
  { since }: DeliveryVerdict,
  facts: DeliveryFacts,
): Explanation {
  const { plane, observation, now } = facts;
  const age = formatAge(since, now);
  const refused = plane?.reachability?.refused;
  const silence = `The plane ${planeOf(facts)} ${
    refused ? 'refuses the portal to look' : 'does not answer'
  }`;
  const remedy = refused
    ? 'A platform engineer has to check the rights of the portal in the plane.'
    : 'It is read again by itself as soon as it answers; a platform engineer can look at its connection.';
  if (!observation && !plane?.listed) {
    return {
      sentence: `The plane ${planeOf(facts)} has ${
        refused ? 'refused the portal to look' : 'not answered'
      } for ${age}, and was never read before.`,
      remedy,
    };
  }
  const last = judgeDelivery({
    ...facts,
    plane: plane && { ...plane, reachability: { reachable: true, since } },
    now: since,
  });
  return {
    sentence: `${silence}; the last known state, ${age} old, is ${last.state}.`,
    remedy,
  };
}

function explainForeign(
  origin: string,
  { consumers }: DeliveryFacts,
): Explanation {
  const pulled = consumers.filter(consumer => consumer.ready).length;
  const told =
    consumers.length === 0
      ? 'no consumer of it is known'
      : `${pulled} of ${consumers.length} have it`;
  return {
    sentence: `The reference ${origin}; nothing here delivers its value, so only its consumers can tell whether it is there: ${told}.`,
  };
}

function planeOf({ row }: DeliveryFacts): string {
  return row.targetPlane
    ? `${row.targetPlane.kind}/${row.targetPlane.name}`
    : '';
}
