import { explainSecretKey } from '@strongroom/backstage-plugin-secrets-common';
import { SecretStore } from '@strongroom/backstage-plugin-secrets-node';
import { Operation } from '../../operations';
import {
  ReferenceChange,
  ReferenceClient,
  ReferenceSettings,
  SecretReference,
} from '../../references';
import { ChangePlan, changePlan } from './changePlan';
import { RestoreIntent } from './intents';
import { movePins } from '../versions/pins';

/**
 * A restore, for its first run and for recovery. The reference gets the keys that the store has then: those of a deleted
 * version are known only once it is back.
 */
export function restorePlan(
  operation: Operation<RestoreIntent>,
  options: {
    references: ReferenceClient;
    store: SecretStore;
    settings: ReferenceSettings;
  },
): ChangePlan {
  const { references, store, settings } = options;
  const { id: operationId, intent } = operation;
  const { edit, restored, pinned } = intent;
  let change: ReferenceChange | undefined;
  const plan = changePlan(operation, {
    references,
    settings,
    values: {
      store,
      ref: restored,
      change: store.restore({ ...restored, operationId }),
    },
    edit:
      edit &&
      (async () => {
        const stored = await store.describe(restored);
        const pins = await movePins(store, restored, pinned);
        return present => {
          change = {
            ...edit,
            ...alignedKeys(present, stored?.keys),
            ...pins,
            remoteKey: restored.remoteKey,
          };
          return change;
        };
      }),
  });
  return { ...plan, result: () => ({ ...plan.result(), change }) };
}

/** Keys that a reference has to gain and to lose to name those of the store; none when it names no possible key then. */
function alignedKeys(
  { spec }: SecretReference,
  stored: string[] = [],
): Pick<ReferenceChange, 'set' | 'remove'> {
  const wanted = stored.filter(key => explainSecretKey(key) === undefined);
  const named = (spec?.data ?? []).map(({ secretKey }) => secretKey);
  return wanted.length === 0
    ? { set: [], remove: [] }
    : {
        set: wanted.filter(key => !named.includes(key)),
        remove: named.filter(key => !wanted.includes(key)),
      };
}
