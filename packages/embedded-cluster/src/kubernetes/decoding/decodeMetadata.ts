import { KubernetesObject, ObjectMeta } from '../../storage/types';
import { isJsonMap, JsonMap } from '../../storage/jsonValue';
import { wrongType } from './DecodeError';
import { decodeText, decodeTexts, setOrDrop } from './decodeFields';
import { decodeTime } from './decodeTime';

type Decode = (field: string, value: unknown) => unknown;

const decoders: Record<keyof ObjectMeta | 'selfLink', Decode> = {
  name: text('string'),
  generateName: text('string'),
  namespace: text('string'),
  uid: text('types.UID'),
  resourceVersion: text('string'),
  generation: wholeNumber,
  creationTimestamp: time,
  deletionTimestamp: time,
  deletionGracePeriodSeconds: wholeNumber,
  labels: decodeTexts,
  annotations: decodeTexts,
  ownerReferences: list('v1.OwnerReference', isJsonMap),
  finalizers: list('string', item => typeof item === 'string'),
  managedFields: list('v1.ManagedFieldsEntry', isJsonMap),
  // Known, but nothing has kept it for years.
  selfLink: () => undefined,
};

/**
 * Checks the types of the metadata that every kind has, and drops what is empty, in place.
 *
 * @param parent - as messages name it: `ObjectMeta.metadata`, or `ObjectMeta` where metadata is read by itself
 * @returns paths of fields that metadata does not have; they are dropped
 * @throws DecodeError
 * @internal
 */
export function decodeMetadata(
  { metadata }: KubernetesObject,
  parent: string,
): string[] {
  const unknown: string[] = [];
  const given = metadata as JsonMap;
  for (const field of Object.keys(given)) {
    if (Object.hasOwn(decoders, field)) {
      const decode = decoders[field as keyof typeof decoders];
      const value = decode(`${parent}.${field}`, given[field]);
      // An empty list says something here: that nothing is owned any more.
      if (field === 'managedFields' && value) {
        given[field] = value;
      } else {
        setOrDrop(given, field, value);
      }
    } else {
      delete given[field];
      unknown.push(`metadata.${field}`);
    }
  }
  return unknown;
}

function text(goType: string): Decode {
  return (field, value) => decodeText(field, value, goType);
}

function time(field: string, value: unknown): string | undefined {
  const given = decodeText(field, value, 'string');
  return given === undefined ? undefined : decodeTime(given);
}

function wholeNumber(field: string, value: unknown): number | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (!Number.isInteger(value)) {
    throw wrongType(value, `Go struct field ${field} of type int64`);
  }
  return value as number;
}

function list(goType: string, fits: (item: unknown) => boolean): Decode {
  return (field, value) => {
    if (value === undefined || value === null) {
      return undefined;
    }
    if (!Array.isArray(value)) {
      throw wrongType(value, `Go struct field ${field} of type []${goType}`);
    }
    const misfit = value.find(item => !fits(item));
    if (misfit !== undefined) {
      throw wrongType(misfit, `Go struct field ${field} of type ${goType}`);
    }
    return value;
  };
}
