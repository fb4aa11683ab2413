import { isStoreError } from '@strongroom/backstage-plugin-secrets-node';

const ATTEMPTS = 5;

/**
 * Reads, checks and acts again when the object changed between the read and the effect, as it does whenever External
 * Secrets writes a status.
 * @throws StoreError `Conflict` when it never stands still
 */
export async function retryOnConflict(
  attempt: () => Promise<void>,
): Promise<void> {
  for (let left = ATTEMPTS; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left <= 1 || !isStoreError(error, 'Conflict')) {
        throw error;
      }
    }
  }
}
