import {
  ANNOTATIONS,
  LABELS,
} from '@strongroom/backstage-plugin-secrets-common';
import { EstateCluster } from '../EstateCluster';
import { PLANES } from '../data';
import { EstateMaker } from '../types';
import { expiryOf } from '../values/makeCertificate';
import { keysOf } from '../values/makeValues';
import { remoteKeyOf } from './remoteKeyOf';
import { daysAgo, PlacedSecret } from './types';

const MANAGERS: Record<EstateMaker, string> = {
  portal: 'strongroom',
  'openchoreo-api': 'openchoreo-api',
  'older-git-api': 'openchoreo-api',
  gitops: 'argocd-controller',
  hand: 'kubectl-create',
};

/** Writes the reference of a secret as its maker would have. */
export async function writeReference(
  controlPlane: EstateCluster,
  placed: PlacedSecret,
): Promise<void> {
  const { namespace, secret } = placed;
  const { kind, name } = PLANES[secret.plane];
  const key = remoteKeyOf(namespace, secret);
  await controlPlane.ensure(
    'SecretReference',
    {
      metadata: {
        namespace,
        name: secret.name,
        labels: labelsOf(placed),
        annotations: annotationsOf(placed),
      },
      spec: {
        ...(secret.maker !== 'older-git-api' && {
          targetPlane: { kind, name },
        }),
        template: { type: secret.type },
        data: keysOf(secret).map(property => ({
          secretKey: property,
          remoteRef: { key, property },
        })),
        refreshInterval: '1h',
      },
    },
    MANAGERS[secret.maker],
  );
}

function labelsOf({ secret }: PlacedSecret): Record<string, string> {
  const { kind, name } = PLANES[secret.plane];
  switch (secret.maker) {
    case 'portal':
    case 'openchoreo-api':
      return {
        ...secret.labels,
        [LABELS.category]: secret.category ?? 'generic',
        [LABELS.managedBy]: 'openchoreo-api',
        ...(secret.project && { [LABELS.project]: secret.project }),
        ...(secret.component && { [LABELS.component]: secret.component }),
      };
    case 'older-git-api':
      return {
        [LABELS.category]: 'git-credentials',
        'kubernetes.io/secret-type': secret.type.replace('kubernetes.io/', ''),
        'openchoreo.dev/workflow-plane-kind': kind,
        'openchoreo.dev/workflow-plane-name': name,
      };
    default:
      return { ...secret.labels };
  }
}

function annotationsOf({
  namespace,
  secret,
  operationId,
}: PlacedSecret): Record<string, string> {
  if (secret.maker === 'gitops') {
    return {
      'argocd.argoproj.io/tracking-id': `${namespace}-config:openchoreo.dev/SecretReference:${namespace}/${secret.name}`,
    };
  }
  if (secret.maker !== 'portal') {
    return {};
  }
  const { createdBy = 'user:default/platform', updatedBy = createdBy } = secret;
  return {
    [ANNOTATIONS.createdBy]: createdBy,
    [ANNOTATIONS.updatedBy]: updatedBy,
    [ANNOTATIONS.updatedAt]: daysAgo(
      secret.updated ?? secret.created,
    ).toISOString(),
    [ANNOTATIONS.operation]: operationId,
    ...(secret.description && {
      [ANNOTATIONS.description]: secret.description,
    }),
    ...(secret.owner && { [ANNOTATIONS.owner]: secret.owner }),
    ...(secret.type === 'kubernetes.io/tls' && {
      [ANNOTATIONS.expiresAt]: expiryOf(secret.validDays),
    }),
  };
}
