import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { SecretValue, SecretValues } from './SecretValue';

const SALT_BYTES = 16;

/**
 * Keyed fingerprints of values, by which a journal that holds no value can tell afterwards whether what stands in a
 * store is what an operation wrote. Each has a salt of its own, so that equal values have different ones, and nobody
 * without the key can try values against one.
 * @public
 */
export class Fingerprints {
  readonly #keys: readonly string[];

  private constructor(keys: readonly string[]) {
    this.#keys = keys;
  }

  /** @param keys - the first makes new fingerprints, all of them recognise old ones */
  static create(keys: readonly string[]): Fingerprints {
    if (keys.length === 0) {
      throw new Error('Fingerprints need at least one key');
    }
    return new Fingerprints(keys);
  }

  /** A fingerprint of keys and values together. */
  of(values: SecretValues): string {
    const salt = randomBytes(SALT_BYTES).toString('base64url');
    return `${salt}.${digest(this.#keys[0], salt, values).toString(
      'base64url',
    )}`;
  }

  /**
   * Makes marks of single values that tell which of them are equal, among those of one call alone: its salt is in the
   * returned function and nowhere else.
   */
  forOneCall(): (value: SecretValue) => string {
    const salt = randomBytes(SALT_BYTES).toString('base64url');
    return value =>
      createHmac('sha256', this.#keys[0])
        .update(`value\0${salt}\0`)
        .update(value.reveal())
        .digest('base64url');
  }

  /** Whether these are exactly the keys and values that a fingerprint was made of. */
  matches(fingerprint: string, values: SecretValues): boolean {
    const [salt, expected = ''] = fingerprint.split('.');
    const wanted = Buffer.from(expected, 'base64url');
    return this.#keys.some(key => {
      const found = digest(key, salt, values);
      return found.length === wanted.length && timingSafeEqual(found, wanted);
    });
  }
}

/** Lengths keep neighbours apart: no other set of keys and values gives the same bytes. */
function digest(key: string, salt: string, values: SecretValues): Buffer {
  const mac = createHmac('sha256', key).update(`values\0${salt}\0`);
  const names = [...values.keys()].sort();
  for (const name of names) {
    for (const part of [Buffer.from(name), values.get(name)!.reveal()]) {
      mac.update(`${part.length}\0`).update(part);
    }
  }
  return mac.digest();
}
