import {
  PlaneRef,
  PlannedChange,
} from '@strongroom/backstage-plugin-secrets-common';
import { StoredSecretDescription } from '@strongroom/backstage-plugin-secrets-node';
import { Operation } from '../../operations';
import { CreateIntent } from '../../secrets/operations/intents';
import { planned } from '../changes';
import { Detector, Found, LookRequest } from '../types';
import { EstateView } from '../view/EstateView';
import { StandingSecret } from '../view/standingSecrets';
import { undoneCreate } from '../view/closedCreate';
import { unreferenced } from '../view/unreferenced';
import { isUnnamed } from './orphanedSecret';

const DIRECT: PlannedChange[] = [
  planned(
    'delete',
    'StoreEntry',
    'The value that the creation wrote is destroyed in the store.',
  ),
];

const PUSHED: PlannedChange[] = [
  planned(
    'delete',
    'PushSecret',
    'A PushSecret of the creation is deleted, which takes its value out of the store.',
  ),
  planned('delete', 'Secret', 'A Secret of the creation is deleted.'),
];

/**
 * What carries the mark of a create that was undone: its call landed after everything else was taken back. Nobody refers
 * to it, so it is removed without being asked for, unless the managed fields show that somebody else wrote to it.
 */
export const leftoverObject: Detector = {
  kind: 'LeftoverObject',
  needs: view => [
    ...standingLeftovers(view).map(({ request }) => request),
    ...abandoned(view).map(({ request }) => request),
  ],
  *detect(view) {
    for (const { create, request, standing } of standingLeftovers(view)) {
      const seen = view.look(request);
      if (seen && seen !== 'absent') {
        const direct = standing.at.standing.kind === 'direct';
        yield found(create, request.plane, seen, direct);
      }
    }
    for (const { create, request } of abandoned(view)) {
      const seen = view.look(request);
      if (seen && seen !== 'absent' && seen.operationIds?.includes(create.id)) {
        yield found(create, request.plane, seen, false);
      }
    }
  },
};

function standingLeftovers(view: EstateView): Array<{
  create: Operation<CreateIntent>;
  request: LookRequest;
  standing: StandingSecret;
}> {
  return unreferenced(view).flatMap(standing => {
    const { namespace, name, operationId, push } = standing.observed;
    const create = undoneCreate(view, [operationId]);
    const remoteKey = create?.intent.reference.remoteKey;
    return create && remoteKey && push.state !== 'Deleting'
      ? [
          {
            create,
            standing,
            request: {
              namespace,
              name,
              plane: standing.at.plane.ref,
              remoteKey,
            },
          },
        ]
      : [];
  });
}

/** Creates that were undone and of whose names nothing is watched: a Secret alone may have come late. */
function abandoned(view: EstateView): Array<{
  create: Operation<CreateIntent>;
  request: LookRequest;
}> {
  const creates = view.closed.flatMap(
    ({ id }) => undoneCreate(view, [id]) ?? [],
  );
  const requests = creates.map(create => {
    const { namespace, name, targetPlane, remoteKey } = create.intent.reference;
    return {
      create,
      request: { namespace, name, plane: targetPlane, remoteKey },
    };
  });
  return requests.filter(
    ({ request }) => isUnnamed(request, view) && isPushed(request, view),
  );
}

function isPushed({ namespace, plane }: LookRequest, view: EstateView) {
  const at = view.planeOf({ namespace, targetPlane: plane });
  return at?.standing.kind === 'push';
}

function found(
  { id, intent }: Operation<CreateIntent>,
  plane: PlaneRef,
  seen: StoredSecretDescription,
  direct: boolean,
): Found {
  const { namespace, name, remoteKey, keys, type } = intent.reference;
  const onlyOurs = direct || seen.onlyOurs === true;
  return {
    kind: 'LeftoverObject',
    severity: 'warning',
    identity: [id],
    namespace,
    name,
    plane,
    keys: seen.keys,
    since: seen.push.since,
    sentence: onlyOurs
      ? 'A creation that was undone has left something behind, because a call of it took effect late. It is removed by itself.'
      : 'A creation that was undone has left something behind that somebody else has changed since.',
    remedy: onlyOurs
      ? undefined
      : 'Look at who changed it, and remove it when nobody needs it.',
    repairs: {
      remove: {
        needs: 'delete',
        means: onlyOurs
          ? {
              type: 'undo-create',
              remoteKey,
              keys,
              secretType: type,
              operationId: id,
              fingerprint: intent.fingerprint,
            }
          : { type: 'remove-orphan', remoteKey },
        changes: direct ? DIRECT : PUSHED,
      },
    },
    ...(onlyOurs && { safe: 'remove' as const }),
  };
}
