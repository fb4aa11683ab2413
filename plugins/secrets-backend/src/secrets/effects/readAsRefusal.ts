import { isStoreError } from '@strongroom/backstage-plugin-secrets-node';
import { fromStoreError } from '../../errors';

/** Waits for what has to be looked at before an operation begins; what the cluster does not let the caller see is refused to him. */
export async function readAsRefusal<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    throw isStoreError(error, 'Denied') && error.deniedCaller
      ? fromStoreError(error)
      : error;
  }
}
