import { isStoreError, Step } from '@strongroom/backstage-plugin-secrets-node';
import { ReferenceClient } from '../../references';
import { SecretId } from '../types';

/** Deletes the one reference of that uid. */
export function deleteReference(
  references: ReferenceClient,
  { namespace, name }: SecretId,
  uid: string,
): Step {
  return {
    name: 'delete-reference',
    async run({ signal }) {
      try {
        await references.delete(namespace, name, { uid, signal });
      } catch (error) {
        // another uid: the one that was meant is gone, and its successor is none of this operation's business
        if (!isStoreError(error, 'Conflict')) {
          throw error;
        }
      }
    },
  };
}
