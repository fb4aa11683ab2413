import { PushSecret } from '../../objects/types';
import { externalSecretsResourceVersion } from '../../push/externalSecretsHash';

/** A PushSecret as we make it, of tenant `acme`, pushed by External Secrets to the store `bao`. */
export function pushedSecret(
  overrides: {
    metadata?: Partial<PushSecret['metadata']>;
    spec?: PushSecret['spec'];
    status?: PushSecret['status'];
  } = {},
): PushSecret {
  const metadata: PushSecret['metadata'] = {
    name: 'db',
    namespace: 'openchoreo-kv-acme',
    uid: 'u1',
    resourceVersion: '7',
    generation: 2,
    creationTimestamp: '2026-11-22T10:31:20Z',
    annotations: {
      'openchoreo.dev/sync-trigger': '2026-11-22T10:31:25.244596981Z',
      'strongroom.dev/operation': 'op-1',
    },
    ...overrides.metadata,
  };
  const entries = ['pass', 'user'].map(key => ({
    conversionStrategy: 'None',
    match: {
      secretKey: key,
      remoteRef: { remoteKey: 'secret/acme/generic/db', property: key },
    },
  }));
  return {
    metadata,
    spec: {
      updatePolicy: 'Replace',
      deletionPolicy: 'Delete',
      refreshInterval: '1h0m0s',
      secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'bao' }],
      selector: { secret: { name: 'db' } },
      data: entries,
      ...overrides.spec,
    },
    status: {
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          reason: 'Synced',
          message: 'PushSecret synced successfully',
          lastTransitionTime: '2026-11-22T10:31:26Z',
        },
      ],
      refreshTime: '2026-11-22T10:31:26Z',
      syncedPushSecrets: {
        'ClusterSecretStore/bao': Object.fromEntries(
          entries.map(entry => [
            `secret/acme/generic/db/${entry.match.secretKey}`,
            entry,
          ]),
        ),
      },
      syncedResourceVersion: externalSecretsResourceVersion(metadata),
      ...overrides.status,
    },
  };
}

/** Status of a push that External Secrets 0.20 reported as failed, with its text. */
export function failedWith(
  message: string,
  reason = 'Errored',
): NonNullable<PushSecret['status']> {
  return {
    conditions: [
      {
        type: 'Ready',
        status: 'False',
        reason,
        message,
        lastTransitionTime: '2026-11-22T10:31:29Z',
      },
    ],
  };
}
