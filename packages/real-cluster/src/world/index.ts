export { boundRules } from './boundRules';
export type { AccountManifest } from './boundRules';
export { startTestWorld } from './startTestWorld';
export type {
  StartTestWorldOptions,
  TestCluster,
  TestKv,
  TestObjects,
  TestProgram,
  TestWorld,
} from './types';
