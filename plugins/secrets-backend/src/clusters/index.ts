export * from './client/DefaultKubernetesClient';
export * from './ClusterRegistry';
export * from './planes/DefaultPlaneDirectory';
export * from './StoreDriverRegistry';
export * from './types';
