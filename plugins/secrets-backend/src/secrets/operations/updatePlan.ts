import { SecretStore } from '@strongroom/backstage-plugin-secrets-node';
import { Operation } from '../../operations';
import {
  ReferenceChange,
  ReferenceClient,
  ReferenceSettings,
} from '../../references';
import { movePins } from '../versions/pins';
import { ChangePlan, changePlan } from './changePlan';
import { UpdateIntent } from './intents';

/** A change of keys and of what describes them, for its first run and for recovery. */
export function updatePlan(
  operation: Operation<UpdateIntent>,
  options: {
    references: ReferenceClient;
    /** Needed for values only. */
    store?: SecretStore;
    settings: ReferenceSettings;
  },
): ChangePlan {
  const { references, store, settings } = options;
  const { id: operationId, intent } = operation;
  const { change, stored, pinned } = intent;
  let made: ReferenceChange | undefined;
  const plan = changePlan(operation, {
    references,
    settings,
    values:
      stored && store
        ? {
            store,
            ref: stored,
            change: store.update({ ...stored, operationId }),
          }
        : undefined,
    edit:
      change &&
      (async () => {
        made = { ...change, ...(await movePins(store, stored, pinned)) };
        return () => made!;
      }),
  });
  return { ...plan, result: () => ({ ...plan.result(), change: made }) };
}
