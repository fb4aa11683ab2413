import {
  DeletedSecretRef,
  SecretStore,
  Step,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { placeOf } from '../links/describeStored';
import { LinkTarget } from '../links/types';
import { requireLinks } from './linkPlan';

/** What a delete does about the value of a secret. */
export interface ValueRemoval {
  /** Forward only; none for a path that somebody else's value stands at. */
  steps: Step[];
  /** Asks the cluster about the rights to them, before the first effect. @throws StoreError `Denied` */
  requireRights(signal?: AbortSignal): Promise<void>;
}

/**
 * Takes the value of a secret out of its store. Of a link only what carries a Secret there is ours: neither that Secret nor
 * what stands at a linked path is touched.
 *
 * @param store - not needed for a linked path
 * @param options.givenUp - end without the store: what it has of the value stays
 */
export function removeValue(
  store: SecretStore | undefined,
  target: DeletedSecretRef,
  options: { link?: LinkTarget; givenUp?: boolean },
): ValueRemoval {
  const { link, givenUp } = options;
  if (link?.kind === 'path') {
    return { steps: [], async requireRights() {} };
  }
  if (!store) {
    throw new StoreError('Unavailable', 'The plane is not connected');
  }
  if (!link) {
    return {
      steps: givenUp ? store.abandon(target) : store.delete(target),
      requireRights: async signal =>
        store.requireRights?.(givenUp ? 'abandon' : 'delete', target, {
          signal,
        }),
    };
  }
  const links = requireLinks(store);
  const { operationId } = target;
  const linked = { ...placeOf(target, link), operationId };
  return {
    steps: givenUp ? links.abandon(linked) : links.unlink(linked),
    requireRights: signal => links.requireRights('unlink', linked, { signal }),
  };
}
