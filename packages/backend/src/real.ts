import { startRealDemoCluster } from './cluster/startRealDemoCluster';
import { startPortal } from './startPortal';

// An entry of its own, because a usual start has to be quick and loads nothing of the real programs.
startPortal(startRealDemoCluster);
