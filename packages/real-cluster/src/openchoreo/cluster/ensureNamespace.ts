import { ApiError } from './ApiError';
import { ClusterApi } from './ClusterApi';
import { kinds } from './kinds';

/** Makes a namespace of a plane when it is absent. */
export async function ensureNamespace(
  api: ClusterApi,
  name: string,
): Promise<void> {
  if (await api.find(kinds.namespace, name)) {
    return;
  }
  try {
    await api.create(kinds.namespace, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 409) {
      throw error;
    }
  }
}
