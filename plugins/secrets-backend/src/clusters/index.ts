export * from './client/DefaultKubernetesClient';
export * from './ClusterRegistry';
export type { CallerIdentity } from './impersonation';
export * from './planes/DefaultPlaneDirectory';
export * from './StoreDriverRegistry';
export * from './types';
