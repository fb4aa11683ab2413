import {
  StoredSecretRef,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { KvEntry } from '../kv/KvEntry';
import { parsePath } from '../kv/storePath';
import { StepTools } from './types';

/**
 * The entry of a secret as it is now; the mark on it decides whose it is.
 * @throws StoreError `NotFound` when nothing is there, `NotOwned`
 */
export async function entryOf(
  { kv, mark }: Pick<StepTools, 'kv' | 'mark'>,
  ref: StoredSecretRef,
  signal?: AbortSignal,
): Promise<{ path: string[]; entry: KvEntry }> {
  const path = parsePath(ref.remoteKey);
  const entry = path && (await kv.entry(path, signal));
  if (!path || (entry && !mark.owns(entry, ref))) {
    throw new StoreError(
      'NotOwned',
      'Nothing in the store shows that this path belongs to the secret.',
    );
  }
  if (!entry) {
    throw new StoreError('NotFound', 'The store has no such secret any more.');
  }
  return { path, entry };
}
