import {
  ANNOTATIONS,
  explainSecretKey,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  SecretStore,
  Step,
  StoreError,
  Verification,
} from '@strongroom/backstage-plugin-secrets-node';
import { Operation } from '../../operations';
import {
  changeReference,
  projectReference,
  ReferenceChange,
  ReferenceClient,
  ReferenceSettings,
  SecretReference,
} from '../../references';
import { ChangePlan } from '../views/changedDetails';
import { tagOf } from '../views/etagOf';
import { RestoreIntent } from './intents';
import { recordOperation } from './recordOperation';

/**
 * Look, value, reference, look again: the steps of a restore. The one write of the value decides; from there on it only
 * goes forward, and the reference gets the keys that the store has then: those of a deleted version are known only once
 * it is back.
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
  const { namespace, name, id: operationId, intent } = operation;
  const { uid, edit, restored } = intent;
  const values = store.restore({ ...restored, operationId });
  let found: SecretReference | undefined;
  let written: SecretReference | undefined;
  let change: ReferenceChange | undefined;
  let verification: Verification | undefined;

  const look: Step = {
    name: 'look',
    async run({ signal }) {
      if (edit) {
        await references.requireRight('patch', namespace, name, { signal });
      }
      await store.requireRights?.('update', restored, { signal });
      found = await references.get(namespace, name, { signal });
      if (
        !found ||
        tagOf(projectReference(found, settings)) !== intent.basedOn
      ) {
        throw new StoreError(
          'Conflict',
          'The reference has changed meanwhile.',
        );
      }
    },
  };

  const alignReference: Step = {
    name: 'change-reference',
    async run({ signal }) {
      const stored = await store.describe(restored);
      const present = await references.update(
        namespace,
        name,
        reference => {
          const { annotations } = reference.metadata;
          // its successor is none of this operation's business
          if (
            reference.metadata.uid !== uid ||
            annotations?.[ANNOTATIONS.operation] === operationId
          ) {
            return undefined;
          }
          change = {
            ...edit!,
            ...alignedKeys(reference, stored?.keys),
            remoteKey: restored.remoteKey,
          };
          return changeReference(reference, { ...change, operationId });
        },
        { signal },
      );
      written = present?.metadata.uid === uid ? present : undefined;
    },
  };

  const verify: Step = {
    name: 'verify',
    async run() {
      try {
        verification = await values.verify();
      } catch {
        // nothing hangs on it: the list of versions shows what became of the value
      }
    },
  };

  const steps = [
    look,
    ...values.steps,
    ...(edit ? [alignReference] : []),
    verify,
  ];
  return {
    steps,
    pivot: 1,
    committed: signal => values.committed(signal),
    result: () => ({
      uid,
      resourceVersion: written?.metadata.resourceVersion,
      version: verification?.version,
      tag: written && tagOf(projectReference(written, settings)),
      change,
    }),
    // what somebody else wrote on top of it is not this caller's version
    record: recordOperation(operation, () =>
      verification?.intact ? verification.version : undefined,
    ),
    reference: () => written ?? found!,
    isReferenceGone: () => edit !== undefined && written === undefined,
    verification: () => verification,
  };
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
