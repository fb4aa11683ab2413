import { ObservedSecret } from '@strongroom/backstage-plugin-secrets-node';
import { SecretRow } from '../references/types';

/** Whether what is pushed is what the reference points to: one name does not make two objects one secret. */
export function pushesItsPath(
  { remoteRefs }: SecretRow,
  { remoteKeys }: Pick<ObservedSecret, 'remoteKeys'>,
): boolean {
  return remoteRefs.every(({ key }) => remoteKeys.includes(key));
}
