export { ApiError } from './ApiError';
export { ClusterApi } from './ClusterApi';
export type { ClusterObject } from './ClusterApi';
export { ensureNamespace } from './ensureNamespace';
export { kinds, planeKinds } from './kinds';
export { PlaneDirectory } from './PlaneDirectory';
export type { Plane } from './PlaneDirectory';
