import { PushSecretEntry } from './types';

/** The entry that pushes one key, in the form that External Secrets itself would write. */
export function toPushEntry(key: string, remoteKey: string): PushSecretEntry {
  return {
    conversionStrategy: 'None',
    match: { secretKey: key, remoteRef: { remoteKey, property: key } },
  };
}
