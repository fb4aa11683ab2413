export * from './client/DefaultKubernetesClient';
export * from './types';
