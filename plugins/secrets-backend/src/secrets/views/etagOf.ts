import { createHash } from 'node:crypto';
import { SecretRow } from '../../references';

/**
 * ETag over the reference, whoever changed it, and the version of the stored value as the driver sees it. The uid is part
 * of it: the ETag of a deleted secret never fits its successor.
 */
export function etagOf(row: SecretRow, storedVersion?: string): string {
  const content = [
    row.uid,
    row.type,
    row.category,
    row.targetPlane?.kind,
    row.targetPlane?.name,
    sorted(row.labels),
    row.description,
    row.owner,
    row.expiresAt,
    row.refreshInterval,
    row.remoteRefs.map(({ secretKey, key, property, version }) => [
      secretKey,
      key,
      property,
      version,
    ]),
    sorted(row.storedAs),
    row.templateVersion,
    storedVersion,
  ];
  const hash = createHash('sha256').update(JSON.stringify(content));
  return `"${hash.digest('base64url')}"`;
}

function sorted(record: Record<string, string>): Array<[string, string]> {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
