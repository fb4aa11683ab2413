import { createHash, createHmac } from 'node:crypto';
import { RecordRow } from './types';

const MIN_KEY_LENGTH = 32;

/** Columns that a row's HMAC covers, in this order for ever. */
const COVERED = [
  'seq',
  'time',
  'actor',
  'principal',
  'ip',
  'action',
  'namespace',
  'name',
  'attributes',
  'keys',
  'plane',
  'outcome',
  'error_code',
  'reason',
  'correlation_id',
  'operation_id',
  'key_id',
] as const;

/** A row that has everything but its HMAC. */
export type UnsignedRow = Omit<RecordRow, 'mac'>;

/** Signs and verifies rows; the first key signs, the others verify what older ones signed. */
export class RecordKeys {
  readonly #keys: Map<string, string>;
  readonly #signing: string;

  private constructor(keys: Map<string, string>, signing: string) {
    this.#keys = keys;
    this.#signing = signing;
  }

  /** @throws Error when there is no key or one is shorter than 32 characters */
  static create(secrets: string[]): RecordKeys {
    if (secrets.length === 0) {
      throw new Error(
        'secrets.keys.record needs at least one key: the record cannot be kept without it',
      );
    }
    const keys = new Map<string, string>();
    for (const [index, secret] of secrets.entries()) {
      if (secret.length < MIN_KEY_LENGTH) {
        throw new Error(
          `secrets.keys.record[${index}] is too short: at least ${MIN_KEY_LENGTH} characters are needed`,
        );
      }
      keys.set(keyId(secret), secret);
    }
    return new RecordKeys(keys, keyId(secrets[0]));
  }

  /** Id of the key that signs new rows. */
  get signingKeyId(): string {
    return this.#signing;
  }

  /** HMAC-SHA-256 in hex over a row and the HMAC before it; `undefined` when the row's key is not known. */
  mac(row: UnsignedRow, previous: string): string | undefined {
    const key = this.#keys.get(row.key_id);
    if (key === undefined) {
      return undefined;
    }
    const covered = COVERED.map(column =>
      column === 'seq' ? Number(row.seq) : row[column] ?? null,
    );
    return createHmac('sha256', key)
      .update(JSON.stringify([previous, ...covered]))
      .digest('hex');
  }
}

function keyId(secret: string): string {
  return createHash('sha256')
    .update(`record-key:${secret}`)
    .digest('hex')
    .slice(0, 12);
}
