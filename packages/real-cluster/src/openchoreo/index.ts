export { Occ } from './occ';
export type { OccOptions, OccResult } from './occ';
export { startOpenChoreo } from './startOpenChoreo';
export type { OpenChoreo } from './startOpenChoreo';
export type { ClusterAccess, OpenChoreoOptions, Role } from './types';
