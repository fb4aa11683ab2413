import {
  FieldProblem,
  SecretDetails,
  Value,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  SecretValue,
  SecretValues,
} from '@strongroom/backstage-plugin-secrets-node';
import { checkGenerated, generateValue } from './generateValue';

/** Half of a character pair, which UTF-8 has no bytes for. */
export const LONE_SURROGATE = /\p{Surrogate}/u;
const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Values of a draft as bytes, with what could not be read. */
export interface ReadValues {
  /** As sent or made, before `storeAs`. */
  values: SecretValues;
  /** Keys that are to be kept as base64 text. */
  storedAs: Record<string, 'base64'>;
  /** Public halves of the key pairs that were made, by key; absent without any. */
  generated?: SecretDetails['generated'];
  errors: FieldProblem[];
}

/**
 * Turns the values of a draft into bytes, exactly as they were meant: nothing is trimmed, folded or repaired. Those that
 * are to be made are made.
 */
export function readValues(data: Record<string, Value>): ReadValues {
  const values = new Map<string, SecretValue>();
  const storedAs: Record<string, 'base64'> = Object.create(null);
  const publicKeys: Array<[string, { publicKey: string }]> = [];
  const errors: FieldProblem[] = [];
  for (const [key, sent] of Object.entries(data)) {
    const field = `data.${key}`;
    const problems =
      sent.generate === undefined
        ? checkSent(sent, field)
        : checkMade(sent, field);
    errors.push(...problems);
    if (problems.length === 0 && sent.generate) {
      const { text, publicKey } = generateValue(sent.generate);
      values.set(key, SecretValue.fromUtf8(text));
      if (publicKey) {
        publicKeys.push([key, { publicKey }]);
      }
    } else if (problems.length === 0) {
      values.set(key, toValue(sent));
    }
    if (sent.storeAs) {
      storedAs[key] = sent.storeAs;
    }
  }
  return {
    values,
    storedAs,
    errors,
    ...(publicKeys.length > 0 && {
      generated: Object.fromEntries(publicKeys),
    }),
  };
}

/** The bytes that go to the store: base64 text where that was asked for, the value itself elsewhere. */
export function toStored({
  values,
  storedAs,
}: Pick<ReadValues, 'values' | 'storedAs'>): SecretValues {
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

function checkSent({ value, encoding }: Value, field: string): FieldProblem[] {
  if (value === undefined) {
    return [
      { field, message: 'Send a value, or say how one is to be generated.' },
    ];
  }
  if (encoding === 'base64') {
    return BASE64.test(value)
      ? []
      : [{ field, message: 'This is not valid base64.' }];
  }
  return LONE_SURROGATE.test(value)
    ? [
        {
          field,
          message:
            'This text has half of a character pair and cannot be kept as UTF-8. Send the bytes as base64.',
        },
      ]
    : [];
}

function checkMade(
  { generate, value, encoding, storeAs }: Value,
  field: string,
): FieldProblem[] {
  if (value !== undefined) {
    return [
      {
        field,
        message: 'Either send a value or let one be generated, not both.',
      },
    ];
  }
  const beside = { encoding, storeAs };
  return [
    ...checkGenerated(generate!, `${field}.generate`),
    ...Object.entries(beside).flatMap(([name, given]) =>
      given === undefined || (name === 'encoding' && given === 'utf8')
        ? []
        : [
            {
              field: `${field}.${name}`,
              message: 'A generated value is text, and is kept as it is.',
            },
          ],
    ),
  ];
}

function toValue({ value, encoding }: Value): SecretValue {
  return encoding === 'base64'
    ? SecretValue.fromBytes(Buffer.from(value!, 'base64'))
    : SecretValue.fromUtf8(value!);
}
