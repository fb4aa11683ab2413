/** Keys that may stand in a part of the configuration; `anything` below them is somebody else's to check. */
export type KnownKeys =
  | 'anything'
  | { readonly [key: string]: KnownKeys }
  | readonly [KnownKeys];

const plane = {
  kind: {},
  name: {},
  namespace: {},
  cluster: {},
  driver: {},
  driverConfig: 'anything',
  maxBytes: {},
} as const;

/** Every key under `secrets`; what is configured and not listed here would be silently without effect. */
export const KNOWN_KEYS: KnownKeys = {
  enabled: {},
  controlPlane: {},
  clusters: [
    {
      name: {},
      inCluster: {},
      kubeconfig: { path: {}, context: {} },
      server: { url: {}, caFile: {}, tokenFile: {} },
      timeout: 'anything',
      qps: {},
      burst: {},
    },
  ],
  planes: {
    openchoreo: {},
    defaultCluster: {},
    static: [{ ...plane, store: {} }],
    overrides: [plane],
  },
  namespaces: { selector: {}, ownerAnnotation: {}, displayNameAnnotation: {} },
  installation: { id: {} },
  names: {
    remoteKey: 'anything',
    reference: {},
    managedBy: {},
    gitOps: [{}],
  },
  types: [{}],
  categories: [{}],
  keys: { record: [{}], fingerprint: [{}] },
  record: {
    reads: {},
    anchor: { webhook: {}, file: {} },
  },
  operations: {
    lease: 'anything',
    overlay: 'anything',
    requestTimeout: 'anything',
    deadline: 'anything',
    idempotencyTtl: 'anything',
  },
  services: [{ subject: {}, permissions: [{}], namespaces: [{}] }],
  permissions: { reuseFor: 'anything' },
  limits: { bodyBytes: {}, keys: {} },
  allowWithoutPermissions: {},
};
