import { inspect } from 'node:util';

const MASK = '[secret]';

/**
 * The bytes behind a key. Whatever prints, serialises or inspects it gets `[secret]`; the bytes come out of
 * {@link SecretValue.reveal} alone, which is called in few, listed places.
 * @public
 */
export class SecretValue {
  readonly #bytes: Buffer;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Takes text as UTF-8. */
  static fromUtf8(text: string): SecretValue {
    return new SecretValue(Buffer.from(text, 'utf8'));
  }

  /** Takes bytes as they are. */
  static fromBytes(bytes: Uint8Array): SecretValue {
    return new SecretValue(Buffer.from(bytes));
  }

  /** The bytes themselves. */
  reveal(): Buffer {
    return this.#bytes;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}

/** Values by key; a map, so that keys such as `__proto__` are keys like any other. @public */
export type SecretValues = ReadonlyMap<string, SecretValue>;
