import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  isStoreError,
  PartialObjectMetadata,
  SecretStore,
  Step,
  StoreError,
  Verification,
} from '@strongroom/backstage-plugin-secrets-node';
import { Operation } from '../../operations';
import {
  changeReference,
  projectReference,
  ReferenceClient,
  ReferenceSettings,
  SecretReference,
} from '../../references';
import { ChangePlan } from '../views/changedDetails';
import { tagOf } from '../views/etagOf';
import { UpdateIntent } from './intents';
import { recordOperation } from './recordOperation';

/** Annotation that a closed change leaves on a reference. */
const CLOSED = 'strongroom.dev/closed-operation';

/**
 * Look, value, reference, look again: the steps of a change. The one write of the value decides, or that of the reference
 * where the values stay; from there on it only goes forward.
 */
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
  const { namespace, name, id: operationId, intent } = operation;
  const { uid, change, stored } = intent;
  const values =
    stored && store ? store.update({ ...stored, operationId }) : undefined;
  let found: SecretReference | undefined;
  let written: SecretReference | undefined;
  let verification: Verification | undefined;

  const isOurs = (present: PartialObjectMetadata | undefined) =>
    present?.metadata.annotations?.[ANNOTATIONS.operation] === operationId;

  const look: Step = {
    name: 'look',
    async run({ signal }) {
      if (change) {
        await references.requireRight('patch', namespace, name, { signal });
      }
      if (stored) {
        await store?.requireRights?.('update', stored, { signal });
      }
      found = await references.get(namespace, name, { signal });
      if (!isAsSeen(found)) {
        throw conflict();
      }
    },
  };

  const conflict = () =>
    new StoreError('Conflict', 'The reference has changed meanwhile.');
  const isAsSeen = (present: SecretReference | undefined) =>
    present !== undefined &&
    tagOf(projectReference(present, settings)) === intent.basedOn;
  /** Whether a write of the reference may still land; a process that took over cannot know. */
  let mayLand = true;

  const editReference: Step = {
    name: 'change-reference',
    async run({ signal }) {
      mayLand = false;
      try {
        const present = await references.update(
          namespace,
          name,
          standing => {
            if (isOurs(standing)) {
              return undefined;
            }
            if (decidedBy === editReference && !isAsSeen(standing)) {
              throw conflict();
            }
            // its successor is none of this operation's business
            return standing.metadata.uid === uid
              ? changeReference(standing, { ...change!, operationId })
              : undefined;
          },
          { signal },
        );
        written = present?.metadata.uid === uid ? present : undefined;
      } catch (error) {
        mayLand = isStoreError(error) && error.outcomeUnknown;
        throw error;
      }
      if (decidedBy === editReference && !written) {
        throw conflict();
      }
    },
    async undo({ signal }) {
      if (mayLand && decidedBy === editReference) {
        await closeReference(references, operation, signal);
      }
    },
  };
  const decidedBy = values?.steps[0] ?? editReference;

  const verify: Step = {
    name: 'verify',
    async run() {
      try {
        verification = await values?.verify();
      } catch {
        // nothing hangs on it: the delivery shows what becomes of the value
      }
    },
  };

  const steps = [
    look,
    ...(values?.steps ?? []),
    ...(change ? [editReference] : []),
    ...(values ? [verify] : []),
  ];
  return {
    steps,
    pivot: steps.indexOf(decidedBy),
    committed: async signal =>
      values
        ? values.committed(signal)
        : isOurs(await references.getMetadata(namespace, name, { signal })),
    result: () => ({
      uid,
      resourceVersion: written?.metadata.resourceVersion,
      version: verification?.version ?? intent.version,
      tag: written && tagOf(projectReference(written, settings)),
    }),
    record: recordOperation(operation, () => verification?.version),
    reference: () => written ?? found!,
    isReferenceGone: () => change !== undefined && written === undefined,
    verification: () => verification,
  };
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
