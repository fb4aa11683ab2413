import { StoredSecretIntent } from '@strongroom/backstage-plugin-secrets-node';
import { KvEntry } from '../kv/KvEntry';
import { isUnclaimed } from '../store/OwnershipMark';
import { StepTools } from './types';

/** What an entry is to a create: `marked` and `written` are its own, with and without the mark. */
export type Recognition = 'marked' | 'written' | 'foreign';

/**
 * Tells whether a create made an entry. Until it is marked, only version 1 can be its own, and only when its data has
 * the fingerprint that the journal keeps.
 */
export async function recognise(
  { kv, mark, fingerprints }: StepTools,
  target: { intent: StoredSecretIntent; path: string[]; entry: KvEntry },
  signal: AbortSignal,
): Promise<Recognition> {
  const { intent, path, entry } = target;
  if (mark.isOf(entry, intent, intent.operationId)) {
    return 'marked';
  }
  const isThere = entry.versions.get(1)?.gone === false;
  if (!isUnclaimed(entry) || !isThere || !intent.fingerprint) {
    return 'foreign';
  }
  const values = await kv.readVersion(path, 1, signal);
  return values && fingerprints?.matches(intent.fingerprint, values)
    ? 'written'
    : 'foreign';
}

/** Whether version 1 is all that an entry ever had. */
export function isFirstAndOnly({ currentVersion, versions }: KvEntry): boolean {
  return currentVersion === 1 && versions.size === 1;
}
