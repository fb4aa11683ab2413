import { PlannedChange } from '@strongroom/backstage-plugin-secrets-common';
import { planned } from '../changes';
import { Found } from '../types';
import { StandingSecret } from '../view/EstateView';

const CHANGES: Record<'push' | 'direct', PlannedChange[]> = {
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

/** What takes away something that no reference names, where that can be taken away as a whole. */
export function removeOrphan({
  observed,
  at,
}: StandingSecret): Found['repairs'] {
  const [remoteKey] = observed.remoteKeys;
  return observed.remoteKeys.length === 1 && !observed.keepsValue
    ? {
        remove: {
          needs: 'delete',
          means: { type: 'remove-orphan', remoteKey },
          changes: CHANGES[at.standing.kind],
        },
      }
    : {};
}

/** What to do where that cannot be. */
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
