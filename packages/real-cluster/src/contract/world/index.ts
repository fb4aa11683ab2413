export type { World, WorldKv } from './types';
export { startWorld } from './startWorld';
export * from './samples';
export { eventually } from './eventually';
