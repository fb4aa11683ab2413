import { PushObservation } from '@strongroom/backstage-plugin-secrets-node';
import { createHash } from 'node:crypto';
import { KvEntry, KvVersion } from '../kv/KvEntry';

/** The version that readers get. */
export function currentOf(entry: KvEntry): KvVersion | undefined {
  return entry.versions.get(entry.currentVersion);
}

/**
 * Changes with every version that anybody writes, deletes, restores or destroys, and with a successor of the entry.
 * Begins with the number of the newest version, which a change is based on.
 */
export function versionOf(entry: KvEntry): string {
  return identify(entry, entry.currentVersion, currentOf(entry)?.gone);
}

/** What {@link versionOf} said right after a version was written. */
export function versionAsWritten(entry: KvEntry, number: number): string {
  return identify(entry, number, false);
}

/** The number of the version that {@link versionOf} was made of. */
export function numberOf(version: string): number {
  return Number.parseInt(version, 10);
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

function identify(
  { createdTime, versions }: KvEntry,
  number: number,
  gone: boolean | undefined,
): string {
  const parts = [createdTime, versions.get(number)?.createdTime, gone];
  const digest = createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('base64url');
  return `${number}.${digest.slice(0, 22)}`;
}
