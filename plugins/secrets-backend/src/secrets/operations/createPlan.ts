import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  isStoreError,
  PartialObjectMetadata,
  SecretStore,
  Step,
  StoredSecretIntent,
  StoreError,
  Verification,
} from '@strongroom/backstage-plugin-secrets-node';
import { SecretsError } from '../../errors';
import { Operation, OperationPlan } from '../../operations';
import { buildReference, ReferenceClient } from '../../references';
import { CreateIntent } from './intents';
import { recordOperation } from './recordOperation';

/** A create, with what its steps found out. */
export interface CreatePlan extends OperationPlan {
  /** Metadata of the reference that was made. */
  made(): PartialObjectMetadata | undefined;
  /** Outcome of the look afterwards; absent when the plane did not answer to it. */
  verification(): Verification | undefined;
}

/** Look, value, reference, look again: the steps of a create, for its first run and for recovery. */
export function createPlan(
  operation: Operation<CreateIntent>,
  options: { references: ReferenceClient; store: SecretStore },
): CreatePlan {
  const { references, store } = options;
  const intent = operation.intent.reference;
  const id = { namespace: intent.namespace, name: intent.name };
  const stored: StoredSecretIntent = {
    ...id,
    remoteKey: intent.remoteKey,
    type: intent.type as StoredSecretIntent['type'],
    keys: intent.keys,
    operationId: operation.id,
    labels: {},
    fingerprint: operation.intent.fingerprint,
  };
  let made: PartialObjectMetadata | undefined;
  let verification: Verification | undefined;

  const isOurs = (found: PartialObjectMetadata | undefined) =>
    found?.metadata.annotations?.[ANNOTATIONS.operation] === operation.id;

  const look: Step = {
    name: 'look',
    async run({ signal }) {
      await references.requireRight('create', id.namespace, id.name, {
        signal,
      });
      await store.requireRights?.('create', stored, { signal });
      const [reference, footprint] = await Promise.all([
        references.getMetadata(id.namespace, id.name),
        store.look(stored),
      ]);
      if (reference) {
        throw new StoreError('AlreadyExists', 'The reference exists');
      }
      if (footprint.state === 'deleting') {
        throw new SecretsError(
          'OperationInProgress',
          'A secret of this name is still being deleted. Try again when the store has confirmed that.',
          { retryAfter: 10 },
        );
      }
      if (footprint.state === 'foreign') {
        throw new StoreError('NotOwned', 'Something else stands in the plane');
      }
    },
  };

  const createReference: Step = {
    name: 'create-reference',
    async run({ signal }) {
      try {
        made = await references.create(
          buildReference({ ...intent, operationId: operation.id }),
          { signal },
        );
      } catch (error) {
        if (
          !isStoreError(error, 'AlreadyExists') &&
          !(isStoreError(error) && error.outcomeUnknown)
        ) {
          throw error;
        }
        const found = await references.getMetadata(id.namespace, id.name, {
          signal,
        });
        if (!isOurs(found)) {
          throw error;
        }
        made = found;
      }
    },
  };

  const verify: Step = {
    name: 'verify',
    async run() {
      try {
        verification = await store.verify(stored);
      } catch {
        // nothing hangs on it: the delivery shows what becomes of the value
      }
    },
  };

  const steps = [look, ...store.create(stored), createReference, verify];
  return {
    steps,
    pivot: steps.indexOf(createReference),
    async committed(signal) {
      const found = await references.getMetadata(id.namespace, id.name, {
        signal,
      });
      if (!isOurs(found)) {
        return false;
      }
      made = found;
      return true;
    },
    result: () => ({
      uid: made?.metadata.uid,
      resourceVersion: made?.metadata.resourceVersion,
      createdAt: made?.metadata.creationTimestamp,
      version: verification?.version,
    }),
    record: recordOperation(operation, () => verification?.version),
    made: () => made,
    verification: () => verification,
  };
}
