import { createHash } from 'node:crypto';
import { ObjectMeta } from '@strongroom/backstage-plugin-secrets-node';

/** Length of the hash part in hex digits; another length means another algorithm. */
const HASH_LENGTH = 56;

/**
 * What External Secrets writes into `status.syncedResourceVersion` when it has pushed an object as it stands: the
 * generation, and SHA3-224 over annotations and labels as Go prints a struct of two maps.
 * @see https://pkg.go.dev/fmt, "Maps are printed in sorted key order"
 */
export function externalSecretsResourceVersion(metadata: ObjectMeta): string {
  const text = `{annotations:${goMap(metadata.annotations)} labels:${goMap(
    metadata.labels,
  )}}`;
  const hash = createHash('sha3-224').update(text).digest('hex');
  return `${metadata.generation ?? 0}-${hash}`;
}

/** Whether a `syncedResourceVersion` was made in the way that we can reproduce. */
export function isReproducible(syncedResourceVersion: string): boolean {
  const [, hash = ''] = syncedResourceVersion.split('-');
  return hash.length === HASH_LENGTH;
}

function goMap(map: Record<string, string> = {}): string {
  const entries = Object.keys(map)
    .sort()
    .map(key => `${key}:${map[key]}`);
  return `map[${entries.join(' ')}]`;
}
