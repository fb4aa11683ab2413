import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { SecretRow } from '../../references';

/** Characters of an ETag that key names may bring it to; proxies and servers take headers of this length. */
const LONGEST = 400;
/** Characters of the hash: 132 bits. */
const HASH = 22;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PARTS = /^"([\w-]{22})\.([\w-]*)\.([\w-]{22})?(?:\.([\w-]+))?"$/;

/** What an ETag tells of the secret that somebody saw. */
export interface SeenSecret {
  /** {@link tagOf} the reference. */
  tag: string;
  /** Version of the stored values, as the driver said. */
  version?: string;
  /** Operation of ours that wrote the reference last. */
  operationId?: string;
  /** Names of the keys; absent when there were too many to be carried along. */
  keys?: string[];
}

/**
 * ETag over the reference, whoever changed it, and the version of the stored value as the driver sees it. It also carries
 * which keys there were, so that any replica can name those that came and went since.
 */
export function etagOf(row: SecretRow, storedVersion?: string): string {
  return formatEtag({
    tag: tagOf(row),
    version: storedVersion,
    operationId: row.operationId,
    keys: row.keys,
  });
}

/** ETag of a secret that was seen like this. */
export function formatEtag(seen: SeenSecret): string {
  const { tag, version = '', operationId = '', keys } = seen;
  const operation = UUID.test(operationId)
    ? Buffer.from(operationId.replaceAll('-', ''), 'hex').toString('base64url')
    : '';
  const head = [tag, Buffer.from(version).toString('base64url'), operation];
  const names =
    keys && deflateRawSync(keys.join('\n'), { level: 9 }).toString('base64url');
  const etag = `"${head.join('.')}"`;
  return names && etag.length + names.length < LONGEST
    ? `"${[...head, names].join('.')}"`
    : etag;
}

/** Reads the ETags of an `If-Match`; what is none of ours fits nothing, and is left out. */
export function readEtags(header: string): SeenSecret[] {
  return header.split(',').flatMap(text => {
    const [match, tag, version, operation, names] =
      PARTS.exec(text.trim()) ?? [];
    return match === undefined
      ? []
      : [
          {
            tag,
            version: Buffer.from(version, 'base64url').toString() || undefined,
            operationId: operation && toUuid(operation),
            keys: names === undefined ? undefined : readNames(names),
          },
        ];
  });
}

/** Whether what was seen is what stands. */
export function fitsEtag(
  header: string,
  row: SecretRow,
  storedVersion: string | undefined,
): boolean {
  const tag = tagOf(row);
  return readEtags(header).some(
    seen => seen.tag === tag && seen.version === storedVersion,
  );
}

/**
 * Hash of all that a reference says. The uid is part of it: the ETag of a deleted secret never fits its successor. So is
 * the mark of the operation that wrote it last, as a change of ours need not change anything else.
 */
export function tagOf(row: SecretRow): string {
  const content = [
    row.uid,
    row.operationId,
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
  ];
  return createHash('sha256')
    .update(JSON.stringify(content))
    .digest('base64url')
    .slice(0, HASH);
}

function readNames(deflated: string): string[] | undefined {
  try {
    const text = inflateRawSync(Buffer.from(deflated, 'base64url'), {
      maxOutputLength: 262_144,
    }).toString();
    return text === '' ? [] : text.split('\n');
  } catch {
    return undefined;
  }
}

function toUuid(text: string): string {
  const hex = Buffer.from(text, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function sorted(record: Record<string, string>): Array<[string, string]> {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
