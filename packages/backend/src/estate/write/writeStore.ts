import { ResourceStore } from '@strongroom/embedded-cluster';
import { ensure } from './ensure';

const NAMESPACE = 'external-secrets';
const MANAGER = 'kubectl-create';

/** Writes a store that External Secrets reaches the KV store by, with its token. */
export function writeStore(
  cluster: ResourceStore,
  options: { name: string; address: string; token: string },
): void {
  const { name, address, token } = options;
  const secret = `${name}-store-token`;
  ensure(cluster, 'Namespace', { metadata: { name: NAMESPACE } }, MANAGER);
  ensure(
    cluster,
    'Secret',
    {
      metadata: { namespace: NAMESPACE, name: secret },
      stringData: { token },
    },
    MANAGER,
  );
  ensure(
    cluster,
    'ClusterSecretStore',
    {
      metadata: { name },
      spec: {
        provider: {
          vault: {
            server: address,
            path: 'secret',
            version: 'v2',
            auth: {
              tokenSecretRef: {
                namespace: NAMESPACE,
                name: secret,
                key: 'token',
              },
            },
          },
        },
      },
    },
    MANAGER,
  );
}
