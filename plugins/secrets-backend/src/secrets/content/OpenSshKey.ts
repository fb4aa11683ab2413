const MAGIC = 'openssh-key-v1\0';

/** What the unencrypted part of an OpenSSH private key says. */
export interface OpenSshKey {
  isEncrypted: boolean;
  /** Such as `ssh-ed25519`. */
  algorithm: string;
  /** Of an RSA key. */
  rsaBits?: number;
}

/** Reads numbers and strings as the SSH protocol writes them. @throws RangeError at the end of the bytes */
class SshReader {
  #rest: Buffer;

  constructor(bytes: Buffer) {
    this.#rest = bytes;
  }

  readNumber(): number {
    const value = this.#rest.readUInt32BE(0);
    this.#rest = this.#rest.subarray(4);
    return value;
  }

  readString(): Buffer {
    const length = this.readNumber();
    if (length > this.#rest.length) {
      throw new RangeError('A string is longer than what is left');
    }
    const value = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return value;
  }
}

/**
 * Reads the head of a private key in OpenSSH's own form, which stands in clear whether the key is encrypted or not.
 * @param body - base64 between the BEGIN and END lines
 * @returns `undefined` when it is no such key
 * @see https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.key
 */
export function parseOpenSshKey(body: string): OpenSshKey | undefined {
  const bytes = Buffer.from(body, 'base64');
  if (!bytes.subarray(0, MAGIC.length).equals(Buffer.from(MAGIC))) {
    return undefined;
  }
  try {
    const head = new SshReader(bytes.subarray(MAGIC.length));
    const cipher = head.readString().toString('latin1');
    head.readString(); // name of the key derivation
    head.readString(); // its options
    const count = head.readNumber();
    const publicHalf = new SshReader(head.readString());
    const algorithm = publicHalf.readString().toString('latin1');
    const privateHalf = head.readString();
    if (count !== 1 || privateHalf.length === 0) {
      return undefined;
    }
    if (algorithm !== 'ssh-rsa') {
      return { isEncrypted: cipher !== 'none', algorithm };
    }
    publicHalf.readString(); // public exponent
    return {
      isEncrypted: cipher !== 'none',
      algorithm,
      rsaBits: bitsOf(publicHalf.readString()),
    };
  } catch (error) {
    if (error instanceof RangeError) {
      return undefined;
    }
    throw error;
  }
}

function bitsOf(integer: Buffer): number {
  const first = integer.findIndex(byte => byte !== 0);
  return first < 0
    ? 0
    : (integer.length - first) * 8 - (Math.clz32(integer[first]) - 24);
}
