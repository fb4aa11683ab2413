import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import {
  PartialObjectMetadata,
  Verification,
} from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../../clusters/types';
import { Operation } from '../../operations';
import {
  buildReference,
  projectReference,
  ReferenceIntent,
} from '../../references';
import { SecretsContext } from '../SecretsContext';
import { etagOf } from './etagOf';
import { RowPermissions, toDetails } from './toSummary';

const CHANGED_MEANWHILE = {
  field: 'name',
  message:
    'Somebody else wrote to the plane under the same name at the same moment. Check what the secret holds now.',
};

/** What is told of a reference that an operation made. */
export interface CreatedDetailsOptions {
  plane: ConnectedPlane;
  permissions: RowPermissions;
  warnings: SecretDetails['warnings'];
  generated?: SecretDetails['generated'];
  /** What the steps found out; absent when the journal alone tells of them. */
  plan?: {
    made(): PartialObjectMetadata | undefined;
    verification(): Verification | undefined;
  };
}

/** A secret that was just made, told from what was to be made: the same to whoever asks again. */
export function createdDetails(
  { index, settings }: Pick<SecretsContext, 'index' | 'settings'>,
  operation: Operation<{ reference: Omit<ReferenceIntent, 'operationId'> }>,
  options: CreatedDetailsOptions,
): SecretDetails {
  const { plane, permissions, warnings, generated, plan } = options;
  const made = plan?.made()?.metadata;
  const reference = buildReference({
    ...operation.intent.reference,
    operationId: operation.id,
  });
  const row = projectReference(
    {
      ...reference,
      metadata: {
        ...reference.metadata,
        uid: made?.uid ?? operation.result?.uid,
        resourceVersion:
          made?.resourceVersion ?? operation.result?.resourceVersion,
        creationTimestamp:
          made?.creationTimestamp ??
          operation.result?.createdAt ??
          operation.startedAt.toISOString(),
      },
    },
    settings.references,
  );
  const verification = plan?.verification();
  return toDetails({
    row,
    delivery: index.delivery(row),
    permissions,
    etag: etagOf(row, verification?.version ?? operation.result?.version),
    driver: { id: plane.driverId, capabilities: plane.driver.capabilities },
    generated,
    warnings: [
      ...warnings,
      ...(verification?.intact === false ? [CHANGED_MEANWHILE] : []),
    ],
  });
}
