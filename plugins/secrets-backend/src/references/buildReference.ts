import {
  ANNOTATIONS,
  canonicaliseDuration,
  LABELS,
} from '@strongroom/backstage-plugin-secrets-common';
import { KubernetesObject } from '@strongroom/backstage-plugin-secrets-node';
import { formatStoredAs } from './storedAs';
import { ReferenceIntent, SecretReference } from './types';

/** Of a reference whose maker asks for no other. */
export const DEFAULT_REFRESH_INTERVAL = '1h';

/** A reference as the API server takes it. */
export type SecretReferenceManifest = SecretReference &
  KubernetesObject &
  Record<string, unknown>;

/** Writes the reference to a secret that is to be made, or to a value that is there; every key is a property of one path. */
export function buildReference(
  intent: ReferenceIntent,
): SecretReferenceManifest {
  return {
    apiVersion: 'openchoreo.dev/v1alpha1',
    kind: 'SecretReference',
    metadata: {
      name: intent.name,
      namespace: intent.namespace,
      labels: present({
        ...intent.labels,
        [LABELS.category]: intent.category,
        [LABELS.managedBy]: intent.managedBy,
        [LABELS.project]: intent.project,
        [LABELS.component]: intent.component,
      }),
      annotations: present({
        [ANNOTATIONS.description]: intent.description,
        [ANNOTATIONS.owner]: intent.owner,
        [ANNOTATIONS.expiresAt]: intent.expiresAt,
        [ANNOTATIONS.createdBy]: intent.createdBy,
        [ANNOTATIONS.updatedBy]: intent.createdBy,
        [ANNOTATIONS.updatedAt]: intent.now,
        [ANNOTATIONS.operation]: intent.operationId,
        [ANNOTATIONS.storedAs]: formatStoredAs(intent.storedAs ?? {}),
        [ANNOTATIONS.link]: intent.link,
      }),
    },
    spec: {
      targetPlane: {
        kind: intent.targetPlane.kind,
        name: intent.targetPlane.name,
      },
      template: templateOf(intent),
      data: [...intent.keys].sort().map(key => ({
        secretKey: key,
        remoteRef: {
          key: intent.remoteKey,
          property: propertyOf(intent, key),
        },
      })),
      refreshInterval: canonicaliseDuration(
        intent.refreshInterval ?? DEFAULT_REFRESH_INTERVAL,
      ),
    },
  };
}

function propertyOf({ properties }: ReferenceIntent, key: string): string {
  return properties && Object.hasOwn(properties, key) ? properties[key] : key;
}

function templateOf({ type, template }: ReferenceIntent) {
  const labels = present(template?.labels ?? {});
  const annotations = present(template?.annotations ?? {});
  const metadata = {
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  return {
    type,
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

function present(
  entries: Record<string, string | undefined>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(entries).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}
