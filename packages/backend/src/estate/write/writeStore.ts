import { EstateCluster } from '../EstateCluster';

const NAMESPACE = 'external-secrets';
const MANAGER = 'kubectl-create';

/** Writes a store that External Secrets reaches the KV store by, with its token. */
export async function writeStore(
  cluster: EstateCluster,
  options: { name: string; address: string; caData?: string; token: string },
): Promise<void> {
  const { name, address, caData, token } = options;
  const secret = `${name}-store-token`;
  await cluster.ensure('Namespace', { metadata: { name: NAMESPACE } }, MANAGER);
  await cluster.ensure(
    'Secret',
    {
      metadata: { namespace: NAMESPACE, name: secret },
      stringData: { token },
    },
    MANAGER,
  );
  await cluster.ensure(
    'ClusterSecretStore',
    {
      metadata: { name },
      spec: {
        provider: {
          vault: {
            server: address,
            ...(caData && { caBundle: caData }),
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
