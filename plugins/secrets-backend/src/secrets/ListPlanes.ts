import { Plane } from '@strongroom/backstage-plugin-secrets-common';
import {
  isStoreError,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../clusters/types';
import { SecretsContext } from './SecretsContext';

/** Who chooses among planes does not wait for one that hangs; it counts as not answering. */
const ANSWER_WITHIN_MS = 3_000;

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
    const { ready, message } = await withinTime(store.readiness());
    return {
      ...common,
      store: { name: storeName, ready, ...(message && { message }) },
      reachable: true,
    };
  } catch (error) {
    if (!isStoreError(error)) {
      throw error;
    }
    const message = isStoreError(error, 'Denied')
      ? 'The plane refuses the portal to look at its store. A platform engineer has to check the rights of the portal.'
      : 'The plane does not answer.';
    return {
      ...common,
      store: { name: storeName, ready: false, message },
      reachable: !isStoreError(error, 'Unavailable', 'Timeout'),
    };
  }
}

async function withinTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new StoreError('Timeout', 'The plane did not answer.')),
      ANSWER_WITHIN_MS,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
