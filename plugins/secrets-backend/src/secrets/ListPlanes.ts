import { Plane } from '@strongroom/backstage-plugin-secrets-common';
import { isStoreError } from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../clusters/types';
import { SecretsContext } from './SecretsContext';

/** The planes of a namespace, each asked in parallel whether its store takes writes. */
export async function listPlanes(
  context: SecretsContext,
  namespace: string,
): Promise<Plane[]> {
  const planes = context.planes.list(namespace);
  return Promise.all(planes.map(toPlane));
}

async function toPlane(plane: ConnectedPlane): Promise<Plane> {
  const { ref, driverId, driver, storeName, store, maxBytes } = plane;
  const common = {
    ...ref,
    driver: driverId,
    capabilities: { ...driver.capabilities, maxBytes },
  };
  if (!storeName) {
    return { ...common, reachable: plane.kubernetes !== undefined };
  }
  if (!store) {
    return {
      ...common,
      store: {
        name: storeName,
        ready: false,
        message: 'No cluster is configured for this plane.',
      },
      reachable: false,
    };
  }
  try {
    const { ready, message } = await store.readiness();
    return {
      ...common,
      store: { name: storeName, ready, ...(message && { message }) },
      reachable: true,
    };
  } catch (error) {
    if (!isStoreError(error)) {
      throw error;
    }
    const message = 'The plane does not answer.';
    return {
      ...common,
      store: { name: storeName, ready: false, message },
      reachable: !isStoreError(error, 'Unavailable', 'Timeout'),
    };
  }
}
