import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  isStoreError,
  PartialObjectMetadata,
  SecretStore,
  Step,
  StoreChange,
  StoredSecretRef,
  StoreError,
  Verification,
} from '@strongroom/backstage-plugin-secrets-node';
import { Operation, OperationPlan } from '../../operations';
import {
  changeReference,
  projectReference,
  ReferenceChange,
  ReferenceClient,
  ReferenceSettings,
  SecretReference,
} from '../../references';
import { tagOf } from '../views/etagOf';
import { RecordedIntent } from './intents';
import { recordOperation } from './recordOperation';

/** Annotation that a closed change leaves on a reference. */
const CLOSED = 'strongroom.dev/closed-operation';

/** A change of something that stands, with what its steps found out. */
export interface ChangePlan extends OperationPlan {
  /** The reference as it was left; as it was found, where it was deleted meanwhile or is somebody else's to edit. */
  reference(): SecretReference;
  /** Whether it was deleted meanwhile. */
  isReferenceGone(): boolean;
  /** Outcome of the look afterwards; absent when the values stay, or the plane did not answer to it. */
  verification(): Verification | undefined;
}

/** What the journal keeps of every change of something that stands. */
interface ChangeIntent extends RecordedIntent {
  /** Of the reference: its successor of the same name is another secret. */
  uid: string;
  /** What the reference said when the change was decided on, as its tag. */
  basedOn: string;
  /** Version of the values that the caller knows, where they stay. */
  version?: string;
}

/** What changes, and where. */
export interface ChangePlanOptions {
  references: ReferenceClient;
  settings: ReferenceSettings;
  /** Absent where the values stay. */
  values?: { store: SecretStore; ref: StoredSecretRef; change: StoreChange };
  /**
   * Says what becomes of the reference as it stands, once the values are changed; absent where that is somebody else's to
   * edit.
   */
  edit?(): Promise<(present: SecretReference) => ReferenceChange>;
}

/**
 * Look, value, reference, look again: the steps of a change. The one write of the value decides, or that of the reference
 * where the values stay; from there on it only goes forward.
 */
export function changePlan(
  operation: Operation<ChangeIntent>,
  { references, settings, values, edit }: ChangePlanOptions,
): ChangePlan {
  const { namespace, name, id: operationId, intent } = operation;
  const { uid, basedOn, version } = intent;
  let found: SecretReference | undefined;
  let written: SecretReference | undefined;
  let verification: Verification | undefined;
  /** Whether a write of the reference may still land; a process that took over cannot know. */
  let mayLand = true;
  const referenceDecides = values === undefined;

  const isOurs = (present: PartialObjectMetadata | undefined) =>
    present?.metadata.annotations?.[ANNOTATIONS.operation] === operationId;
  const isAsSeen = (present: SecretReference | undefined) =>
    present !== undefined &&
    tagOf(projectReference(present, settings)) === basedOn;

  const look: Step = {
    name: 'look',
    async run({ signal }) {
      if (edit) {
        await references.requireRight('patch', namespace, name, { signal });
      }
      await values?.store.requireRights?.('update', values.ref, { signal });
      found = await references.get(namespace, name, { signal });
      if (!isAsSeen(found)) {
        throw conflict();
      }
    },
  };

  const editReference: Step = {
    name: 'change-reference',
    async run({ signal }) {
      mayLand = false;
      try {
        const changeOf = await edit!();
        const present = await references.update(
          namespace,
          name,
          standing => {
            if (isOurs(standing)) {
              return undefined;
            }
            if (referenceDecides && !isAsSeen(standing)) {
              throw conflict();
            }
            // its successor is none of this operation's business
            return standing.metadata.uid === uid
              ? changeReference(standing, {
                  ...changeOf(standing),
                  operationId,
                })
              : undefined;
          },
          { signal },
        );
        written = present?.metadata.uid === uid ? present : undefined;
      } catch (error) {
        mayLand = isStoreError(error) && error.outcomeUnknown;
        throw error;
      }
      if (referenceDecides && !written) {
        throw conflict();
      }
    },
    async undo({ signal }) {
      if (mayLand && referenceDecides) {
        await closeReference(references, operation, signal);
      }
    },
  };

  const verify: Step = {
    name: 'verify',
    async run() {
      try {
        verification = await values?.change.verify();
      } catch {
        // nothing hangs on it: the delivery shows what becomes of the value
      }
    },
  };

  const steps = [
    look,
    ...(values?.change.steps ?? []),
    ...(edit ? [editReference] : []),
    ...(values ? [verify] : []),
  ];
  return {
    steps,
    pivot: steps.indexOf(look) + 1,
    committed: async signal =>
      values
        ? values.change.committed(signal)
        : isOurs(await references.getMetadata(namespace, name, { signal })),
    result: () => ({
      uid,
      resourceVersion: written?.metadata.resourceVersion,
      version: verification?.version ?? version,
      tag: written && tagOf(projectReference(written, settings)),
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

function conflict(): StoreError {
  return new StoreError('Conflict', 'The reference has changed meanwhile.');
}

/** Moves the reference on, so that a late write of a change that is closed as not done meets another resourceVersion. */
async function closeReference(
  references: ReferenceClient,
  { id, namespace, name }: Operation,
  signal: AbortSignal,
): Promise<void> {
  await references.update(
    namespace,
    name,
    ({ metadata: { annotations } }) => {
      if (annotations?.[ANNOTATIONS.operation] === id) {
        throw new StoreError(
          'Unavailable',
          'The change has been written after all, and is gone on with.',
        );
      }
      return annotations?.[CLOSED] === id
        ? undefined
        : { metadata: { annotations: { [CLOSED]: id } } };
    },
    { signal },
  );
}
