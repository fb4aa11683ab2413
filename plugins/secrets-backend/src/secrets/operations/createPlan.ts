import {
  PartialObjectMetadata,
  SecretStore,
  Step,
  StoredSecretIntent,
  StoreError,
  Verification,
} from '@strongroom/backstage-plugin-secrets-node';
import { SecretsError } from '../../errors';
import { Operation, OperationPlan } from '../../operations';
import { ReferenceClient } from '../../references';
import { CreateIntent } from './intents';
import { makeReference } from './makeReference';
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
  const reference = makeReference(operation, references);
  let verification: Verification | undefined;

  const look: Step = {
    name: 'look',
    async run({ signal }) {
      await references.requireRight('create', id.namespace, id.name, {
        signal,
      });
      await store.requireRights?.('create', stored, { signal });
      const [present, footprint] = await Promise.all([
        references.getMetadata(id.namespace, id.name),
        store.look(stored),
      ]);
      if (present) {
        throw new StoreError('AlreadyExists', 'The reference exists');
      }
      if (footprint.state === 'deleting') {
        throw stillBeingDeleted();
      }
      if (footprint.state === 'foreign') {
        throw new StoreError('NotOwned', 'Something else stands in the plane');
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

  const steps = [look, ...store.create(stored), reference.step, verify];
  return {
    steps,
    pivot: steps.indexOf(reference.step),
    committed: reference.committed,
    result: () => ({ ...reference.result(), version: verification?.version }),
    // what somebody else wrote on top of it is not this caller's version
    record: recordOperation(operation, () =>
      verification?.intact ? verification.version : undefined,
    ),
    made: reference.made,
    verification: () => verification,
  };
}

/** What stands in the way goes by itself. */
export function stillBeingDeleted(): SecretsError {
  return new SecretsError(
    'OperationInProgress',
    'A secret of this name is still being deleted. Try again when the store has confirmed that.',
    { retryAfter: 10 },
  );
}
