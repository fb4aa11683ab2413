import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { readFile } from 'node:fs/promises';
import { Credential } from '../config/types';

/** The text of a credential, from its file as it is now. @throws StoreError `Unauthenticated` */
export async function readCredential(credential: Credential): Promise<string> {
  if ('text' in credential) {
    return credential.text;
  }
  let text: string;
  try {
    text = (await readFile(credential.path, 'utf8')).trim();
  } catch {
    throw new StoreError(
      'Unauthenticated',
      'The file with the credentials for the store cannot be read.',
    );
  }
  if (!text) {
    throw new StoreError(
      'Unauthenticated',
      'The file with the credentials for the store is empty.',
    );
  }
  return text;
}
