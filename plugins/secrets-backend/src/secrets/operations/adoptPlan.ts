import {
  PlaneRef,
  PlannedChange,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  SecretStore,
  Step,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import { Operation, OperationPlan } from '../../operations';
import {
  changeReference,
  ReferenceChange,
  ReferenceClient,
  SecretReference,
} from '../../references';
import { LinkTable } from '../links/LinkTable';
import { PathTarget } from '../links/types';
import { RecordedIntent } from './intents';
import { recordOperation } from './recordOperation';

/** What an adoption is to take over; names and attributes only. */
export interface AdoptIntent extends RecordedIntent {
  /** Of the reference: its successor of the same name is another secret. */
  uid: string;
  targetPlane: PlaneRef;
  /** What becomes of the reference. */
  change: ReferenceChange;
  /** Keys of a value that becomes ours. */
  keys?: string[];
  /** Of a value that stays somebody else's. */
  target?: PathTarget;
  /** What was said that would be done, for whoever asks again. */
  changes: PlannedChange[];
}

/** What the steps of an adoption work with. */
export interface AdoptTools {
  references: ReferenceClient;
  store: SecretStore;
  links: LinkTable;
  /** Whether what stands is still what was decided on; asked before the first effect. @throws when it is not */
  look?(reference: SecretReference): Promise<void>;
}

/**
 * The reference first, then what carries its value or marks it as ours: until the reference is taken over nothing has
 * changed, and from there on it only goes forward. No step touches a value.
 */
export function adoptPlan(
  operation: Operation<AdoptIntent>,
  { references, store, links, look }: AdoptTools,
): OperationPlan {
  const { namespace, name, intent } = operation;
  const { uid, change, keys, target } = intent;
  const ref = { namespace, name, remoteKey: change.remoteKey };
  let resourceVersion: string | undefined;

  const isAdopted = ({ metadata }: Pick<SecretReference, 'metadata'>) =>
    metadata.uid === uid &&
    metadata.annotations?.[ANNOTATIONS.operation] === operation.id;

  const lookFirst: Step = {
    name: 'look',
    async run({ signal }) {
      await references.requireRight('patch', namespace, name, { signal });
      if (keys) {
        await store.requireRights?.('sync', ref, { signal });
      }
      const present = await references.get(namespace, name, { signal });
      if (present?.metadata.uid !== uid) {
        throw replaced();
      }
      await look?.(present);
    },
  };

  const adoptReference: Step = {
    name: 'adopt-reference',
    async run({ signal }) {
      const adopted = await references.update(
        namespace,
        name,
        present => {
          if (present.metadata.uid !== uid) {
            throw replaced();
          }
          return isAdopted(present)
            ? undefined
            : changeReference(present, {
                ...change,
                operationId: operation.id,
              });
        },
        { signal },
      );
      if (!adopted) {
        throw replaced();
      }
      resourceVersion = adopted.metadata.resourceVersion;
    },
  };

  const noteLink: Step = {
    name: 'note-link',
    async run() {
      await links.put({
        uid,
        namespace,
        name,
        targetPlane: intent.targetPlane,
        target: target!,
        createdBy: intent.by.actor,
        createdAt: operation.startedAt,
      });
    },
  };

  return {
    steps: [
      lookFirst,
      adoptReference,
      ...(target ? [noteLink] : []),
      ...(keys ? store.adopt({ ...ref, keys, operationId: operation.id }) : []),
    ],
    pivot: 1,
    async committed(signal) {
      const present = await references.getMetadata(namespace, name, { signal });
      return present !== undefined && isAdopted(present);
    },
    result: () => ({ uid, resourceVersion }),
    record: recordOperation(operation),
  };
}

function replaced(): StoreError {
  return new StoreError(
    'Conflict',
    'The reference is not the one that was to be taken over any more.',
  );
}
