import { SecretsError } from '../errors';
import { SecretRow } from '../references';

/** The one path that all keys of a reference of ours share. @throws SecretsError `NotOwned` */
export function singleRemoteKey({
  remoteRefs,
}: Pick<SecretRow, 'remoteRefs'>): string {
  const paths = new Set(remoteRefs.map(({ key }) => key));
  const [path] = paths;
  if (paths.size !== 1 || !path) {
    throw new SecretsError(
      'NotOwned',
      'The keys of this secret reference point to different places. It is left to whoever made it.',
    );
  }
  return path;
}
