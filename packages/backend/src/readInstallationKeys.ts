import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';

/** Keys of one installation. */
export interface InstallationKeys {
  record: string;
  fingerprint: string;
}

/** Reads the keys of this installation, and makes them the first time. Throws when they are there and not readable. */
export function readInstallationKeys(file: string): InstallationKeys {
  if (!existsSync(file)) {
    makeKeys(file);
  }
  return readExistingKeys(file);
}

/** Reads keys that were made before. Throws when they are not there, or not readable. */
export function readExistingKeys(file: string): InstallationKeys {
  try {
    const { record, fingerprint } = JSON.parse(readFileSync(file, 'utf8'));
    if (isKey(record) && isKey(fingerprint)) {
      return { record, fingerprint };
    }
  } catch {
    // the sentence below says what to do in every case, and nothing of what the file holds
  }
  // new keys in their place would make every row of the record look forged
  throw new Error(
    `The keys of this installation cannot be read from ${file}. Put the file back, or begin anew with: npm run reset`,
  );
}

function makeKeys(file: string): void {
  const keys: InstallationKeys = {
    record: randomBytes(32).toString('base64'),
    fingerprint: randomBytes(32).toString('base64'),
  };
  // renamed into place when it is complete on disk, so that whoever is stopped here leaves no half of it
  const descriptor = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeFileSync(descriptor, JSON.stringify(keys));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${file}.new`, file);
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}
