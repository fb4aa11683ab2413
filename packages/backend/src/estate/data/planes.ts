import { EstatePlane, EstatePlaneName } from '../types';

/** The planes of the demo. Two clusters stand behind them; a third is configured and does not answer. */
export const PLANES: Record<EstatePlaneName, EstatePlane> = {
  default: {
    kind: 'ClusterDataPlane',
    name: 'default',
    cluster: 'control-plane',
    store: 'default',
  },
  builds: {
    kind: 'ClusterWorkflowPlane',
    name: 'default',
    cluster: 'control-plane',
    store: 'default',
  },
  // the configuration gives it the driver that writes into the KV store
  direct: {
    kind: 'ClusterDataPlane',
    name: 'direct',
    cluster: 'control-plane',
    store: 'default',
    direct: true,
  },
  europe: {
    kind: 'ClusterDataPlane',
    name: 'europe',
    cluster: 'plane-2',
    store: 'default',
  },
  'payments-eu': {
    kind: 'DataPlane',
    name: 'payments-eu',
    namespace: 'payments',
    cluster: 'plane-2',
    store: 'default',
  },
  toolchain: {
    kind: 'WorkflowPlane',
    name: 'toolchain',
    namespace: 'platform-tools',
    cluster: 'plane-2',
    store: 'default',
  },
  // its store lets External Secrets log in and refuses every path
  warehouse: {
    kind: 'DataPlane',
    name: 'warehouse',
    namespace: 'analytics',
    cluster: 'plane-2',
    store: 'warehouse',
  },
  'stores-edge': {
    kind: 'DataPlane',
    name: 'stores-edge',
    namespace: 'orders',
    cluster: 'edge',
    store: 'default',
  },
};

/** Store of the second cluster that its planes named before. */
export const STORE_BEFORE = 'default-before';

/** Planes that every installation of the demo has, with the estate or without. */
export const FOUNDATION_PLANES = [PLANES.default, PLANES.builds];

/** Planes that come with the estate, one that is not finished among them. */
export const ESTATE_PLANES: EstatePlane[] = [
  ...Object.values(PLANES).filter(plane => !FOUNDATION_PLANES.includes(plane)),
  {
    kind: 'DataPlane',
    name: 'sandbox',
    namespace: 'search',
    cluster: 'control-plane',
  },
];
