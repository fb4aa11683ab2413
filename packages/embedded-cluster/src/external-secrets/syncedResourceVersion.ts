import { createHash } from 'node:crypto';
import { ObjectMeta } from '../storage';

type StringMap = Record<string, string> | undefined;

/**
 * What External Secrets writes into `status.syncedResourceVersion`: the
 * generation and a SHA3-224 of annotations and labels as Go's `%+v` prints them,
 * `{annotations:map[a:1 b:2] labels:map[]}`, keys in byte order and nothing
 * escaped.
 *
 * @param meta - the object's metadata at the time of the push
 * @returns for instance `2-ea741a39…`
 * @see https://github.com/external-secrets/external-secrets/blob/v0.20.4/pkg/controllers/util/util.go
 * @public
 */
export function syncedResourceVersion(
  meta: Pick<ObjectMeta, 'generation' | 'annotations' | 'labels'>,
): string {
  const text = `{annotations:${goMap(meta.annotations)} labels:${goMap(
    meta.labels,
  )}}`;
  return `${meta.generation ?? 0}-${sha3(text)}`;
}

/** The hash of a Secret's data that shows whether someone changed it. @internal */
export function dataHash(data: ReadonlyMap<string, Uint8Array>): string {
  const printed = sortByBytes([...data.keys()]).map(
    key => `${key}:[${(data.get(key) ?? new Uint8Array()).join(' ')}]`,
  );
  return sha3(`map[${printed.join(' ')}]`);
}

/** The label that leads from a target Secret to its ExternalSecret. @internal */
export function ownerHash(namespace: string, name: string): string {
  return sha3(`${namespace}/${name}`);
}

function goMap(map: StringMap): string {
  const keys = sortByBytes(Object.keys(map ?? {}));
  return `map[${keys.map(key => `${key}:${map?.[key]}`).join(' ')}]`;
}

function sortByBytes(keys: string[]): string[] {
  return keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function sha3(text: string): string {
  return createHash('sha3-224').update(text, 'utf8').digest('hex');
}
