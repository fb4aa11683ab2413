import { badRequest } from '../errors';
import { KubernetesObject, ObjectMeta } from '../../storage/types';
import { isJsonMap, setField } from '../../storage/jsonValue';

function cannotDecode(object: KubernetesObject, why: string) {
  const version = object.apiVersion?.split('/').pop();
  return badRequest(
    `${object.kind} in version "${version}" cannot be handled as a ${object.kind}: ${why}`,
  );
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  return isJsonMap(value) ? 'object' : typeof value;
}

function refuse(
  object: KubernetesObject,
  value: unknown,
  field: string,
  goType: string,
): never {
  throw cannotDecode(
    object,
    `json: cannot unmarshal ${jsonType(
      value,
    )} into Go struct field ${field} of type ${goType}`,
  );
}

/**
 * A map from text to text; `null` counts as empty, in whole and in parts.
 *
 * @throws StatusError BadRequest for other types, without the value
 * @internal
 */
export function decodeTexts(
  object: KubernetesObject,
  field: string,
  value: unknown,
): Record<string, string> | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (!isJsonMap(value)) {
    return refuse(object, value, field, 'map[string]string');
  }
  for (const [key, text] of Object.entries(value)) {
    if (text === null) {
      setField(value, key, '');
    } else if (typeof text !== 'string') {
      refuse(object, text, field, 'string');
    }
  }
  return value as Record<string, string>;
}

/**
 * A map from text to bytes in base64, which comes back in its standard form.
 *
 * @throws StatusError BadRequest, without the value
 * @internal
 */
export function decodeBytes(
  object: KubernetesObject,
  field: string,
  value: unknown,
): Record<string, string> | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (!isJsonMap(value)) {
    return refuse(object, value, field, 'map[string][]uint8');
  }
  for (const [key, text] of Object.entries(value)) {
    if (text !== null && typeof text !== 'string') {
      refuse(object, text, field, '[]uint8');
    }
    const compact = ((text as string | null) ?? '').replace(/[\r\n]/g, '');
    const bad = firstBadByte(compact);
    if (bad !== undefined) {
      throw cannotDecode(object, `illegal base64 data at input byte ${bad}`);
    }
    setField(value, key, Buffer.from(compact, 'base64').toString('base64'));
  }
  return value as Record<string, string>;
}

/** Where text stops being padded standard base64. */
function firstBadByte(text: string): number | undefined {
  const body = text.match(/^[A-Za-z0-9+/]*/)![0].length;
  const padding = text.slice(body);
  const expected = ['', undefined, '==', '='][body % 4];
  if (padding === expected) {
    return undefined;
  }
  return padding.startsWith('=') || !padding
    ? Math.min(text.length, body + (expected?.length ?? 0))
    : body;
}

const metadataFields = new Set<string>([
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
] satisfies (keyof ObjectMeta)[]);

/** A text that may be absent. @throws StatusError BadRequest @internal */
export function decodeText(
  object: KubernetesObject,
  field: string,
  value: unknown,
): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  return typeof value === 'string'
    ? value
    : refuse(object, value, field, 'string');
}

/**
 * Checks the types of the metadata that every kind has.
 *
 * @throws StatusError BadRequest
 * @internal
 */
export function decodeMetadata(object: KubernetesObject): void {
  const { metadata } = object;
  for (const field of Object.keys(metadata)) {
    if (!metadataFields.has(field)) {
      delete (metadata as Record<string, unknown>)[field];
    }
  }
  for (const field of ['labels', 'annotations'] as const) {
    const texts = decodeTexts(
      object,
      `ObjectMeta.metadata.${field}`,
      metadata[field],
    );
    if (texts && Object.keys(texts).length) {
      metadata[field] = texts;
    } else {
      delete metadata[field];
    }
  }
  const { finalizers } = metadata;
  if (finalizers !== undefined && finalizers !== null) {
    if (!Array.isArray(finalizers)) {
      refuse(object, finalizers, 'ObjectMeta.metadata.finalizers', '[]string');
    }
    for (const finalizer of finalizers) {
      if (typeof finalizer !== 'string') {
        refuse(object, finalizer, 'ObjectMeta.metadata.finalizers', 'string');
      }
    }
  }
  if (!finalizers?.length) {
    delete metadata.finalizers;
  }
  const owners = metadata.ownerReferences;
  if (owners && !Array.isArray(owners)) {
    refuse(
      object,
      owners,
      'ObjectMeta.metadata.ownerReferences',
      '[]v1.OwnerReference',
    );
  }
  if (!owners?.length) {
    delete metadata.ownerReferences;
  }
  for (const field of [
    'name',
    'namespace',
    'generateName',
    'uid',
    'resourceVersion',
  ] as const) {
    const text: unknown = metadata[field];
    if (text === null || text === '') {
      delete metadata[field];
    } else if (text !== undefined && typeof text !== 'string') {
      refuse(object, text, `ObjectMeta.metadata.${field}`, 'string');
    }
  }
}
