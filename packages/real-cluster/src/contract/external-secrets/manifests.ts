import type { WorldKv } from '../world';

/** What a ClusterSecretStore of a case is to be. */
export interface StoreWanted {
  name: string;
  kv: WorldKv;
  /** Of the Secret with its token, called as the store with `-token`. */
  namespace: string;
  mount?: string;
  /** Further fields of the spec. */
  spec?: object;
}

/** A ClusterSecretStore of the provider that pushes to OpenBao. */
export function clusterStore({
  name,
  kv,
  namespace,
  mount = 'secret',
  spec,
}: StoreWanted): object {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ClusterSecretStore',
    metadata: { name },
    spec: {
      ...spec,
      provider: {
        vault: {
          server: kv.address,
          path: mount,
          version: 'v2',
          ...(kv.caData && { caBundle: kv.caData }),
          auth: {
            tokenSecretRef: { name: `${name}-token`, namespace, key: 'token' },
          },
        },
      },
    },
  };
}

/** A PushSecret of the form that the driver makes. */
export function pushSecret(name: string, store: string, spec: object): object {
  return {
    apiVersion: 'external-secrets.io/v1alpha1',
    kind: 'PushSecret',
    metadata: { name },
    spec: {
      updatePolicy: 'Replace',
      deletionPolicy: 'Delete',
      secretStoreRefs: [{ kind: 'ClusterSecretStore', name: store }],
      selector: { secret: { name } },
      ...spec,
    },
  };
}

/** An ExternalSecret that makes a Secret of its name. */
export function externalSecret(
  name: string,
  store: string,
  spec: object,
): object {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name },
    spec: {
      secretStoreRef: { kind: 'ClusterSecretStore', name: store },
      target: { name },
      ...spec,
    },
  };
}
