import { PushSecretEntry } from './types';

/**
 * The entry that pushes one key, in the form that External Secrets itself would write.
 *
 * @param property - name of the key in the store, where that is another one
 */
export function toPushEntry(
  key: string,
  remoteKey: string,
  property: string = key,
): PushSecretEntry {
  return {
    conversionStrategy: 'None',
    match: { secretKey: key, remoteRef: { remoteKey, property } },
  };
}
