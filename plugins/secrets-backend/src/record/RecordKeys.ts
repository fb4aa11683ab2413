import { createHash, createHmac } from 'node:crypto';
import { RecordRow } from './types';

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

  /** Takes at least one key; the first signs. */
  static create(secrets: string[]): RecordKeys {
    const keys = new Map(secrets.map(secret => [keyId(secret), secret]));
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
