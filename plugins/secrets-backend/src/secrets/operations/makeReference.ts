import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  isStoreError,
  PartialObjectMetadata,
  Step,
} from '@strongroom/backstage-plugin-secrets-node';
import { Operation, OperationResult } from '../../operations';
import {
  buildReference,
  ReferenceClient,
  ReferenceIntent,
} from '../../references';

/** The step that makes a reference, and what it found out. */
export interface MadeReference {
  step: Step;
  /** Whether the reference is there and was made by this operation. */
  committed(signal: AbortSignal): Promise<boolean>;
  /** Metadata of what was made. */
  made(): PartialObjectMetadata | undefined;
  result(): OperationResult;
}

/** Makes the reference of an operation, once: what an earlier try made is recognised by its mark. */
export function makeReference(
  operation: Operation<{ reference: Omit<ReferenceIntent, 'operationId'> }>,
  references: ReferenceClient,
): MadeReference {
  const { namespace, name } = operation;
  let made: PartialObjectMetadata | undefined;

  const committed = async (signal: AbortSignal) => {
    const found = await references.getMetadata(namespace, name, { signal });
    const mark = found?.metadata.annotations?.[ANNOTATIONS.operation];
    if (mark !== operation.id) {
      return false;
    }
    made = found;
    return true;
  };

  const step: Step = {
    name: 'create-reference',
    async run({ signal }) {
      try {
        made = await references.create(
          buildReference({
            ...operation.intent.reference,
            operationId: operation.id,
          }),
          { signal },
        );
      } catch (error) {
        const mayStand =
          isStoreError(error, 'AlreadyExists') ||
          (isStoreError(error) && error.outcomeUnknown);
        if (!mayStand || !(await committed(signal))) {
          throw error;
        }
      }
    },
  };

  return {
    step,
    committed,
    made: () => made,
    result: () => ({
      uid: made?.metadata.uid,
      resourceVersion: made?.metadata.resourceVersion,
      createdAt: made?.metadata.creationTimestamp,
    }),
  };
}
