import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Keys of one installation. */
export interface InstallationKeys {
  record: string;
  fingerprint: string;
}

/** Reads the keys of this installation, and makes them the first time. */
export function readInstallationKeys(file: string): InstallationKeys {
  if (!existsSync(file)) {
    const keys: InstallationKeys = {
      record: randomBytes(32).toString('base64'),
      fingerprint: randomBytes(32).toString('base64'),
    };
    // renamed into place, so that whoever is stopped here leaves no half of it
    writeFileSync(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}
