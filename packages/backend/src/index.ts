import { startDemoCluster } from './cluster/startDemoCluster';
import { startPortal } from './startPortal';

startPortal(startDemoCluster);
