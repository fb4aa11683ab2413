import { PushObservation } from '@strongroom/backstage-plugin-secrets-node';
import { createHash } from 'node:crypto';
import { KvEntry, KvVersion } from '../kv/KvEntry';

/** The version that readers get. */
export function currentOf(entry: KvEntry): KvVersion | undefined {
  return entry.versions.get(entry.currentVersion);
}

/** Changes with every version that anybody writes, deletes, restores or destroys, and with a successor of the entry. */
export function versionOf(entry: KvEntry): string {
  const parts = [
    entry.createdTime,
    entry.currentVersion,
    currentOf(entry)?.createdTime,
    currentOf(entry)?.gone,
  ];
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('base64url')
    .slice(0, 22);
}

/** Written is stored: there is nothing on the way. */
export function pushOf(entry: KvEntry): PushObservation {
  const current = currentOf(entry);
  const since = new Date(current?.createdTime || entry.createdTime);
  if (current && !current.gone) {
    return { state: 'Synced', since, confirmedAt: since };
  }
  return {
    state: 'Failed',
    since,
    message: 'The newest version was deleted in the store itself.',
  };
}
