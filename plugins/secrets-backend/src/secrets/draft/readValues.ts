import {
  FieldProblem,
  SecretDraft,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  SecretValue,
  SecretValues,
} from '@strongroom/backstage-plugin-secrets-node';

/** Half of a character pair, which UTF-8 has no bytes for. */
export const LONE_SURROGATE = /\p{Surrogate}/u;
const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Values of a draft as bytes, with what could not be read. */
export interface ReadValues {
  /** As sent, before `storeAs`. */
  values: SecretValues;
  /** Keys that are to be kept as base64 text. */
  storedAs: Record<string, 'base64'>;
  errors: FieldProblem[];
}

/** Turns the values of a draft into bytes, exactly as they were meant: nothing is trimmed, folded or repaired. */
export function readValues(data: SecretDraft['data']): ReadValues {
  const values = new Map<string, SecretValue>();
  const storedAs: Record<string, 'base64'> = Object.create(null);
  const errors: FieldProblem[] = [];
  for (const [key, { value, encoding, storeAs }] of Object.entries(data)) {
    const field = `data.${key}`;
    if (value === undefined) {
      errors.push({ field, message: 'Send a value.' });
    } else if (encoding === 'base64') {
      if (BASE64.test(value)) {
        values.set(key, SecretValue.fromBytes(Buffer.from(value, 'base64')));
      } else {
        errors.push({ field, message: 'This is not valid base64.' });
      }
    } else if (!LONE_SURROGATE.test(value)) {
      values.set(key, SecretValue.fromUtf8(value));
    } else {
      errors.push({
        field,
        message:
          'This text has half of a character pair and cannot be kept as UTF-8. Send the bytes as base64.',
      });
    }
    if (storeAs) {
      storedAs[key] = storeAs;
    }
  }
  return { values, storedAs, errors };
}

/** The bytes that go to the store: base64 text where that was asked for, the value itself elsewhere. */
export function toStored({ values, storedAs }: ReadValues): SecretValues {
  const stored = new Map<string, SecretValue>();
  for (const [key, value] of values) {
    stored.set(
      key,
      Object.hasOwn(storedAs, key)
        ? SecretValue.fromUtf8(value.reveal().toString('base64'))
        : value,
    );
  }
  return stored;
}
