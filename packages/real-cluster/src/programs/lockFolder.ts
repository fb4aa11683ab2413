import { resolve } from 'node:path';

/** Folder of the files that pin the versions of a program and of all it is made of. */
export function lockFolder(name: string): string {
  // eslint-disable-next-line no-restricted-syntax -- a private package, which runs from its sources alone
  return resolve(__dirname, '../../programs', name);
}
