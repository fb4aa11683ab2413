import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { KvEntry } from '../kv/KvEntry';
import { StepTools } from './types';

/**
 * Destroys all versions of an entry that was read right before, and is done only when the server confirms that it has
 * none of them any more. The server knows no condition for this: a write in the instant between is lost with the rest.
 * @throws StoreError `Unavailable` when it still shows the entry
 */
export async function removeEntry(
  { kv }: Pick<StepTools, 'kv'>,
  path: string[],
  { createdTime }: KvEntry,
  signal: AbortSignal,
): Promise<void> {
  await kv.remove(path, signal);
  const left = await kv.entry(path, signal);
  // an entry that was made since is another one
  if (left?.createdTime === createdTime) {
    throw new StoreError(
      'Unavailable',
      'The store has not confirmed yet that it deleted the value.',
    );
  }
}
