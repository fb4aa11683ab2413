import { setField } from '../../storage/jsonValue';
import { badRequest, unsupportedMediaType } from '../errors';

/** How newer kubectl sends what it makes itself, as `kubectl create secret` does. @internal */
export const protobufMedia = 'application/vnd.kubernetes.protobuf';

type Field =
  | { name: string; type: 'text' | 'bytes' | 'flag' | 'texts' }
  | { name: string; type: 'textMap' | 'bytesMap' }
  | { name: string; type: 'message'; fields: Message };
type Message = Record<number, Field>;

const text = (name: string): Field => ({ name, type: 'text' });
const message = (name: string, fields: Message): Field => ({
  name,
  type: 'message',
  fields,
});

const metadata = message('metadata', {
  1: text('name'),
  2: text('generateName'),
  3: text('namespace'),
  5: text('uid'),
  6: text('resourceVersion'),
  11: { name: 'labels', type: 'textMap' },
  12: { name: 'annotations', type: 'textMap' },
  14: { name: 'finalizers', type: 'texts' },
});

/** Field numbers of the kinds that are read. */
const kinds: Record<string, Message> = {
  'v1/Namespace': { 1: metadata },
  'v1/ServiceAccount': { 1: metadata },
  'v1/Secret': {
    1: metadata,
    2: { name: 'data', type: 'bytesMap' },
    3: text('type'),
    4: { name: 'stringData', type: 'textMap' },
    5: { name: 'immutable', type: 'flag' },
  },
  'v1/ConfigMap': {
    1: metadata,
    2: { name: 'data', type: 'textMap' },
    3: { name: 'binaryData', type: 'bytesMap' },
    4: { name: 'immutable', type: 'flag' },
  },
};

const envelope: Message = {
  1: message('typeMeta', { 1: text('apiVersion'), 2: text('kind') }),
  2: { name: 'raw', type: 'bytes' },
};

const magic = Buffer.from('k8s\0');

/**
 * Reads an object of one of the simple core kinds from Kubernetes' protobuf form.
 *
 * @throws StatusError BadRequest, UnsupportedMediaType for other kinds
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
 * @internal
 */
export function decodeProtobuf(body: Buffer): unknown {
  if (!body.subarray(0, 4).equals(magic)) {
    throw badRequest('provided data does not appear to be a protobuf message');
  }
  const { typeMeta = {}, raw = '' } = readMessage(
    body.subarray(4),
    envelope,
  ) as {
    typeMeta?: { apiVersion?: string; kind?: string };
    raw?: string;
  };
  const fields = kinds[`${typeMeta.apiVersion}/${typeMeta.kind}`];
  if (!fields) {
    throw unsupportedMediaType(['application/json']);
  }
  return { ...typeMeta, ...readMessage(Buffer.from(raw, 'base64'), fields) };
}

function readMessage(bytes: Buffer, fields: Message): object {
  const result: Record<string, any> = {};
  for (const { number, value } of entriesOf(bytes)) {
    const field = fields[number];
    if (!field) {
      continue;
    }
    if (field.type === 'textMap' || field.type === 'bytesMap') {
      const entry = readMessage(value as Buffer, {
        1: text('key'),
        2: { name: 'value', type: field.type === 'textMap' ? 'text' : 'bytes' },
      }) as { key?: string; value?: string };
      result[field.name] ??= {};
      setField(result[field.name], entry.key ?? '', entry.value ?? '');
    } else if (field.type === 'texts') {
      result[field.name] ??= [];
      result[field.name].push(value.toString());
    } else {
      result[field.name] = readValue(value, field);
    }
  }
  return result;
}

function readValue(value: Buffer | number, field: Field): unknown {
  if (typeof value === 'number') {
    return field.type === 'flag' ? value !== 0 : value;
  }
  switch (field.type) {
    case 'message':
      return readMessage(value, field.fields);
    case 'bytes':
      return value.toString('base64');
    default:
      return value.toString('utf8');
  }
}

/** The fields of a message: numbers and length-delimited bytes. */
function* entriesOf(
  bytes: Buffer,
): Generator<{ number: number; value: Buffer | number }> {
  let at = 0;
  const varint = () => {
    let result = 0;
    let factor = 1;
    for (;;) {
      if (at >= bytes.length) {
        throw badRequest('unexpected EOF');
      }
      const byte = bytes[at++];
      result += (byte % 128) * factor;
      factor *= 128;
      if (byte < 128) {
        return result;
      }
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    if (tag % 8 === 0) {
      yield { number, value: varint() };
    } else if (tag % 8 === 2) {
      const length = varint();
      if (at + length > bytes.length) {
        throw badRequest('unexpected EOF');
      }
      yield { number, value: bytes.subarray(at, at + length) };
      at += length;
    } else {
      throw badRequest('proto: illegal wireType');
    }
  }
}
