import { SecretsError } from '../errors';
import { readEtags, SeenSecret } from './views/etagOf';

/**
 * What the caller saw, by his `If-Match`. Whatever stands (`*`) is no answer to the question what he saw.
 *
 * @throws SecretsError `VersionRequired`
 */
export function requireVersion(header: string | undefined): SeenSecret[] {
  if (header === undefined || header.trim() === '*') {
    throw new SecretsError(
      'VersionRequired',
      'Send the ETag of the secret as If-Match, so that nobody overwrites what another has changed meanwhile.',
    );
  }
  return readEtags(header);
}
