import type { Config } from '../../../config';

/** Keys that may stand in a part of the configuration; `anything` below them is somebody else's to check. */
export type KnownKeys =
  | 'anything'
  | { readonly [key: string]: KnownKeys }
  | readonly [KnownKeys];

/** The known keys that a type of the schema has: with it, one cannot be changed without the other. */
type KeysOf<T> = T extends readonly (infer Item)[]
  ? readonly [KeysOf<Item>]
  : T extends object
  ? { readonly [Key in KeyOf<T>]: 'anything' | KeysOf<ValueOf<T, Key>> }
  : {};
type KeyOf<T> = T extends unknown ? keyof T : never;
type ValueOf<T, Key> = T extends unknown
  ? Key extends keyof T
    ? NonNullable<T[Key]>
    : never
  : never;

const plane = {
  kind: {},
  name: {},
  namespace: {},
  cluster: {},
  driver: {},
  driverConfig: 'anything',
  maxBytes: {},
  alsoPushTo: [{}],
  linkSelector: {},
} as const;

/** Every key under `secrets`; what is configured and not listed here would be silently without effect. */
export const KNOWN_KEYS = {
  enabled: {},
  controlPlane: {},
  clusters: [
    {
      name: {},
      inCluster: {},
      kubeconfig: { path: {}, context: {} },
      server: { url: {}, caFile: {}, tokenFile: {} },
      gateway: { url: {}, caFile: {}, certFile: {}, keyFile: {} },
      impersonate: { user: {}, group: {}, service: {} },
      timeout: 'anything',
      qps: {},
      burst: {},
    },
  ],
  planes: {
    openchoreo: {},
    defaultCluster: {},
    static: [{ ...plane, store: {}, planeID: {} }],
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
} satisfies KeysOf<NonNullable<Config['secrets']>>;
