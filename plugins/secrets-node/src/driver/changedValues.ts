import { SecretValues } from '../values';
import { StoreError } from './StoreError';
import { StoredSecretChange } from './secretTypes';

/**
 * The values that a change sets.
 * @throws StoreError `Invalid` when the process that received them is gone, or they are others
 * @public
 */
export function changedValues(
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
