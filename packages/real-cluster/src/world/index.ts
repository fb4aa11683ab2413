export { startTestWorld } from './startTestWorld';
export type {
  StartTestWorldOptions,
  TestCluster,
  TestKv,
  TestObjects,
  TestProgram,
  TestWorld,
} from './types';
