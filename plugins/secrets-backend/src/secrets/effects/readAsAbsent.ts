import { isStoreError } from '@strongroom/backstage-plugin-secrets-node';

/** Waits for a read; what the cluster does not let the caller see is not there for him. */
export async function readAsAbsent<T>(
  read: Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (isStoreError(error, 'Denied') && error.deniedCaller) {
      return undefined;
    }
    throw error;
  }
}
