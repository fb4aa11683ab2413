import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  isStoreError,
  RESOURCES,
  Step,
  StoredSecretIntent,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { planeNamespace } from '../objects/planeNamespace';
import { createOnce, isMarked } from './createOnce';
import { encodeValues } from './encodeValues';
import { ensureNamespace, forgetNamespace } from './ensureNamespace';
import { removeOwn } from './removeOwn';
import { StepTools } from './types';

/** Writes the values into the plane's Secret. */
export function createSecret(
  { kubernetes, account }: StepTools,
  intent: StoredSecretIntent,
): Step {
  const { name, operationId } = intent;
  const namespace = planeNamespace(intent.namespace);
  return {
    name: 'create-secret',
    async run({ signal, values }) {
      if (!values) {
        throw new StoreError(
          'Invalid',
          'The values are gone with the process that received them.',
        );
      }
      const object = {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          name,
          namespace,
          labels: intent.labels,
          annotations: { [ANNOTATIONS.operation]: operationId },
        },
        type: intent.type,
        data: encodeValues(values),
      };
      const create = () =>
        createOnce({
          kubernetes,
          resource: RESOURCES.secret,
          object,
          operationId,
          signal,
        });
      try {
        await create();
      } catch (error) {
        if (!isStoreError(error, 'NotFound')) {
          throw error;
        }
        // the namespace was there before and is gone
        forgetNamespace(account, namespace);
        await ensureNamespace({ account }, namespace).run({ signal });
        await create();
      }
    },
    async undo({ signal }) {
      const ref = { namespace, name };
      const [secret, selecting] = await Promise.all([
        account.getMetadata(RESOURCES.secret, ref, { signal }),
        account.getMetadata(RESOURCES.pushSecret, ref, { signal }),
      ]);
      if (!secret || !isMarked(secret, operationId)) {
        return;
      }
      if (selecting?.metadata.deletionTimestamp) {
        throw new StoreError(
          'Timeout',
          'External Secrets has not let go of the PushSecret yet.',
        );
      }
      if (selecting) {
        throw new StoreError(
          'NotOwned',
          'A PushSecret of this name still pushes the Secret, so it stays.',
        );
      }
      await removeOwn({
        kubernetes: account,
        resource: RESOURCES.secret,
        ref,
        operationId,
        signal,
      });
    },
  };
}
