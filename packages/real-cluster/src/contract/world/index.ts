export type { World, WorldKv } from './types';
export { KvApi } from './KvApi';
export { withWorld } from './withWorld';
export type { Stage } from './withWorld';
export * from './samples';
export { eventually } from './eventually';
export { createReferences } from './createReferences';
