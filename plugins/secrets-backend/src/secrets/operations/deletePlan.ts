import {
  isStoreError,
  SecretStore,
  Step,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { fromStoreError, SecretsError } from '../../errors';
import { Operation, OperationPlan } from '../../operations';
import {
  projectReference,
  ReferenceClient,
  ReferenceSettings,
  SecretReference,
} from '../../references';
import { describeTarget } from '../links/describeStored';
import { LinkTable } from '../links/LinkTable';
import { fitsEtag } from '../views/etagOf';
import { deleteReference } from './deleteReference';
import { DeleteIntent } from './intents';
import { recordOperation } from './recordOperation';
import { removeValue } from './removeValue';

const LOOK = 'look';

/**
 * Value first, confirmed by the store unless that was given up, then the reference: the steps of a delete, forward only.
 * What stands is looked at once more under the lock, right before the first effect, in the first run as in recovery: it may
 * be another secret than the one that was read, or not be as the caller saw it.
 */
export function deletePlan(
  operation: Operation<DeleteIntent>,
  options: {
    references: ReferenceClient;
    /** Not needed to remove a link to a path. */
    store?: SecretStore;
    links: LinkTable;
    settings: ReferenceSettings;
  },
): OperationPlan {
  const { references, store, links, settings } = options;
  const { namespace, name } = operation;
  const { uid, remoteKey, ifMatch, speaksForCaller, givenUp, link } =
    operation.intent;

  const forgetLink: Step = {
    name: 'forget-link',
    run: () => links.remove(uid),
  };

  const isResumed = operation.step !== undefined;
  // beyond the look the value may be gone: there is no way back, whatever stands there by then
  const looked = isBeyondLook(operation);
  const target = {
    namespace,
    name,
    remoteKey,
    operationId: operation.id,
    begun: looked,
  };
  const value = removeValue(store, target, {
    link,
    givenUp: givenUp !== undefined,
  });
  /** Whether it is the secret that was read, and as the caller saw it. */
  const isMeant = async (present: SecretReference) => {
    const row = projectReference(present, settings);
    if (row.uid !== uid || ifMatch === undefined || ifMatch.trim() === '*') {
      return row.uid === uid;
    }
    const stored = await describeTarget(store, target, link);
    return fitsEtag(ifMatch, row, stored?.version);
  };
  const look: Step = {
    name: LOOK,
    async run({ signal }) {
      if (isResumed && speaksForCaller) {
        throw interrupted();
      }
      await references.requireRight('delete', namespace, name, { signal });
      await value.requireRights(signal);
      const present = await references.get(namespace, name, { signal });
      if (present && !(await isMeant(present))) {
        throw new StoreError(
          'Conflict',
          'The secret is not the one that was to be deleted any more.',
        );
      }
    },
  };
  const lookForCaller: Step = {
    ...look,
    async run(context) {
      try {
        await look.run(context);
      } catch (error) {
        // recovery cannot look for him, so what keeps him from it ends the operation
        throw isStoreError(error, 'Timeout', 'Unavailable', 'RateLimited')
          ? fromStoreError(error)
          : error;
      }
    },
  };

  const looks = looked ? [] : [speaksForCaller ? lookForCaller : look];
  return {
    steps: [
      ...looks,
      ...value.steps,
      deleteReference(references, { namespace, name }, uid),
      ...(link ? [forgetLink] : []),
    ],
    pivot: -1,
    firstEffect: looks.length,
    committed: async () => true,
    refuses: error =>
      // whoever asked was told that it goes on: what stands in its way is shown, and the way out is to give it up
      !(looked && givenUp === undefined) &&
      (error instanceof SecretsError ||
        isStoreError(error, 'NotOwned', 'Unsupported', 'Conflict', 'Invalid') ||
        // whoever may do nothing has done nothing; after a takeover it may have been taken from us since
        (!isResumed && isStoreError(error, 'Denied', 'Unauthenticated'))),
    result: () => ({ uid }),
    record: (outcome, errorCode) => ({
      ...recordOperation(operation)(outcome, errorCode),
      ...(givenUp &&
        outcome === 'success' && { reason: leftIn(givenUp.store) }),
    }),
  };
}

/** Whether a deletion was looked at and goes on, so that it ends only with the secret or by being given up. */
export function isBeyondLook({ step }: Pick<Operation, 'step'>): boolean {
  return step !== undefined && step !== LOOK;
}

/** What the record says of a deletion that was given up; the path is in the row's attributes. */
function leftIn(store: string): string {
  return `Given up: the store ${store} has not confirmed the deletion, and may keep the value under the path of the secret.`;
}

function interrupted(): SecretsError {
  return new SecretsError(
    'Timeout',
    'The portal was interrupted before the cluster could be asked what the caller may do. Nothing was deleted.',
  );
}
