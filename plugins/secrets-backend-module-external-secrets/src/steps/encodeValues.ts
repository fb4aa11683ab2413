import {
  SecretValues,
  StoredSecretChange,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';

/** Base64 by key; `fromEntries` defines keys such as `__proto__` instead of setting them. */
export function encodeValues(values: SecretValues): Record<string, string> {
  return Object.fromEntries(
    [...values].map(([key, value]) => [key, value.reveal().toString('base64')]),
  );
}

/**
 * The values that a change sets.
 * @throws StoreError `Invalid` when the process that received them is gone, or they are others
 */
export function valuesOf(
  values: SecretValues | undefined,
  { set }: Pick<StoredSecretChange, 'set'>,
): SecretValues {
  if (set.some(({ key }) => !values?.has(key))) {
    throw new StoreError(
      'Invalid',
      'The values are gone with the process that received them.',
    );
  }
  return new Map(set.map(({ key }) => [key, values!.get(key)!]));
}
