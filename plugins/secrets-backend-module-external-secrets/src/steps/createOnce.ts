import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  isStoreError,
  KubernetesClient,
  KubernetesObject,
  KubernetesResource,
  PartialObjectMetadata,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';

/** Options of {@link createOnce}. */
export interface CreateOnceOptions {
  kubernetes: KubernetesClient;
  resource: KubernetesResource;
  object: KubernetesObject & Record<string, unknown>;
  operationId: string;
  signal: AbortSignal;
}

/**
 * Creates an object, never over another one. When it stands already, or no answer came, its operation mark tells
 * whether an earlier try of this operation made it.
 * @throws StoreError `NotOwned` when somebody else's stands there
 */
export async function createOnce(options: CreateOnceOptions): Promise<void> {
  const { kubernetes, resource, object, signal } = options;
  try {
    await kubernetes.create(resource, object, { signal });
  } catch (error) {
    const exists = isStoreError(error, 'AlreadyExists');
    if (!exists && !(isStoreError(error) && error.outcomeUnknown)) {
      throw error;
    }
    const present = await lookAgain(options, error);
    if (present && isMarked(present, options.operationId)) {
      return;
    }
    if (!exists) {
      throw error;
    }
    throw new StoreError(
      'NotOwned',
      `A ${resource.kind} of this name already stands in the plane.`,
    );
  }
}

/** Whether an object carries the mark of an operation. */
export function isMarked(
  { metadata }: PartialObjectMetadata,
  operationId: string,
): boolean {
  return metadata.annotations?.[ANNOTATIONS.operation] === operationId;
}

async function lookAgain(
  { kubernetes, resource, object, signal }: CreateOnceOptions,
  cause: unknown,
): Promise<PartialObjectMetadata | undefined> {
  try {
    const { namespace, name } = object.metadata;
    return await kubernetes.getMetadata(
      resource,
      { namespace, name },
      { signal },
    );
  } catch {
    // the first failure says whether an effect is possible, which is what the caller has to know
    throw cause;
  }
}
