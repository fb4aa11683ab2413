import { ObservedSecret } from '@strongroom/backstage-plugin-secrets-node';
import { SecretRow } from '../references/types';

/** Whether what is pushed is what the reference points to: one name does not make two objects one secret. */
export function pushesItsPath(
  { remoteRefs }: SecretRow,
  { remoteKeys }: Pick<ObservedSecret, 'remoteKeys'>,
): boolean {
  return remoteRefs.every(({ key }) => remoteKeys.includes(key));
}

/**
 * Whether all keys of the reference are pushed: two writers of one name may have left it and the PushSecret from one
 * each. What pushes a whole Secret names no keys.
 */
export function pushesItsKeys(
  { keys }: SecretRow,
  pushed: Pick<ObservedSecret, 'keys'>,
): boolean {
  return (
    pushed.keys.length === 0 || keys.every(key => pushed.keys.includes(key))
  );
}
