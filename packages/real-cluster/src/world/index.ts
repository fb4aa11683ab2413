export { startTestWorld } from './startTestWorld';
export type {
  StartTestWorldOptions,
  TestCluster,
  TestKv,
  TestObjects,
  TestWorld,
} from './types';
