import { StoredVersion } from '@strongroom/backstage-plugin-secrets-node';
import { KvEntry, KvVersion } from '../kv/KvEntry';
import { versionAsWritten } from './describeEntry';

/** The versions that an entry still has, newest first; the server forgets the oldest by itself. */
export function listVersions(entry: KvEntry): StoredVersion[] {
  return [...entry.versions]
    .sort(([one], [other]) => other - one)
    .map(([number, version]) => ({
      id: String(number),
      createdAt: new Date(version.createdTime),
      state: stateOf(version),
      current: number === entry.currentVersion,
      version: versionAsWritten(entry, number),
    }));
}

function stateOf({ destroyed, gone }: KvVersion): StoredVersion['state'] {
  if (destroyed) {
    return 'destroyed';
  }
  return gone ? 'deleted' : 'available';
}
