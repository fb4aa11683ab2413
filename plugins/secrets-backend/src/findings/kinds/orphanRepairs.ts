import {
  PlannedChange,
  RepairAction,
} from '@strongroom/backstage-plugin-secrets-common';
import { planned } from '../changes';
import { Found, OfferedRepair } from '../types';
import { EstateView } from '../view/EstateView';
import { StandingSecret } from '../view/standingSecrets';

const REMOVALS: Record<'push' | 'direct', PlannedChange[]> = {
  push: [
    planned(
      'delete',
      'PushSecret',
      'The PushSecret is deleted, which makes External Secrets take the value out of the store.',
    ),
    planned(
      'delete',
      'Secret',
      "The plane's Secret of the name is deleted once the store has confirmed that.",
    ),
  ],
  direct: [
    planned(
      'delete',
      'StoreEntry',
      'All versions of the value are destroyed in the store.',
    ),
  ],
};

const UNLINKING: PlannedChange[] = [
  planned(
    'delete',
    'PushSecret',
    'The PushSecret of the link is deleted, which makes External Secrets take the value out of the store.',
  ),
  planned('keep', 'Secret', 'The Secret that was linked stays as it is.'),
];

/** What can be done about something that no reference names: take it away as a whole, or give it a reference. */
export function orphanRepairs(
  orphan: StandingSecret,
  view: EstateView,
): Found['repairs'] {
  const offers: Array<[RepairAction, OfferedRepair | undefined]> = [
    ['adopt', adoption(orphan, view)],
    ['remove', removal(orphan)],
  ];
  return Object.fromEntries(
    offers.flatMap(([action, offered]) => (offered ? [[action, offered]] : [])),
  );
}

/** What to do where it cannot be removed here. */
export function explainUnremovable({
  observed,
}: StandingSecret): string | undefined {
  if (observed.keepsValue) {
    return 'It is made so that its value stays in the store when it is deleted. A platform engineer has to remove both.';
  }
  return observed.remoteKeys.length === 1
    ? undefined
    : 'It pushes to several paths, so a platform engineer has to decide what may go.';
}

function removal({ observed, at }: StandingSecret): OfferedRepair | undefined {
  const [remoteKey] = observed.remoteKeys;
  if (observed.remoteKeys.length !== 1 || observed.keepsValue) {
    return undefined;
  }
  const { source } = observed;
  return source
    ? {
        needs: 'delete',
        means: { type: 'unlink-orphan', remoteKey, source },
        changes: UNLINKING,
      }
    : {
        needs: 'delete',
        means: { type: 'remove-orphan', remoteKey },
        changes: REMOVALS[at.standing.kind],
      };
}

/** Only what stands where a secret of the name would be made is one that lost its reference. */
function adoption(
  { observed, at }: StandingSecret,
  view: EstateView,
): OfferedRepair | undefined {
  const { namespace, name, remoteKeys, keys, source } = observed;
  const [remoteKey] = remoteKeys;
  const secretType =
    remoteKeys.length === 1 && keys.length > 0 && !source
      ? view.typeAt(at, { namespace, name, remoteKey })
      : undefined;
  return secretType === undefined || view.isNamed(namespace, name)
    ? undefined
    : {
        needs: 'update',
        means: { type: 'adopt-orphan', remoteKey, keys, secretType },
        changes: [
          planned(
            'create',
            'SecretReference',
            `A reference of this name is made, with the keys that are stored: ${keys.join(
              ', ',
            )}.`,
          ),
          planned('keep', 'StoreEntry', 'The value stays as it is.'),
        ],
      };
}
