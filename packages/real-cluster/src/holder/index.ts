export { connectRealCluster } from './connectRealCluster';
export { holdRealCluster } from './holdRealCluster';
export type { HeldRealCluster } from './holdRealCluster';
