import { PartialProblem } from '@strongroom/backstage-plugin-secrets-common';
import { formatAge } from '../delivery/formatAge';
import { Reachability } from '../delivery/types';

/** One kind of object that is followed on the control plane. */
export interface WatchedKind {
  /** In the words of a reader, such as `the namespaces of tenants`. */
  what: string;
  /** What is wrong with what is shown while it cannot be read. */
  lack: string;
  /** `undefined` before the first answer. */
  reachability: Reachability | undefined;
}

/** Whatever follows the control plane. */
export interface ControlPlaneWatch {
  watched(): WatchedKind[];
}

/**
 * What of the control plane cannot be read, in plain sentences: its silence once, whatever it concerns, and each refusal by
 * what it refuses, which is for a platform engineer to mend.
 */
export function controlPlaneProblems(
  watches: ControlPlaneWatch[],
  now: Date,
): PartialProblem[] {
  const refusals: PartialProblem[] = [];
  let silentSince: Date | undefined;
  for (const watched of watches.flatMap(watch => watch.watched())) {
    const { what, lack, reachability } = watched;
    if (!reachability || reachability.reachable) {
      continue;
    }
    const { refused, since } = reachability;
    if (refused) {
      const age = formatAge(since, now);
      refusals.push({
        code: 'StoreNotReady',
        message: `The control plane has refused the portal ${what} for ${age}; ${lack}. A platform engineer has to check the rights of the portal.`,
      });
    } else if (!silentSince || since < silentSince) {
      silentSince = since;
    }
  }
  const silence: PartialProblem[] = silentSince
    ? [
        {
          code: 'PlaneUnreachable',
          message: `The control plane has not answered for ${formatAge(
            silentSince,
            now,
          )}; the list shows what was known then.`,
        },
      ]
    : [];
  return [...silence, ...refusals];
}
