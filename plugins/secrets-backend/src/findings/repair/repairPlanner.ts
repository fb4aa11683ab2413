import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { PlaneDirectory } from '../../clusters/types';
import { Planner } from '../../operations';
import { ReferenceClient } from '../../references';
import { RepairIntent } from './repairIntent';
import { repairPlan } from './repairPlan';
import { sharesClusterWith } from './sharesClusterWith';

/** Makes plans of repairs out of the journal, so that recovery goes on with them by the portal's own account. */
export function repairPlanner(options: {
  references: ReferenceClient;
  planes: PlaneDirectory;
}): Planner<RepairIntent> {
  const { references, planes } = options;
  return async operation => {
    const { namespace, intent } = operation;
    const plane = planes.find(namespace, intent.targetPlane);
    if (!plane?.store) {
      throw new StoreError('Unavailable', 'The plane is not connected');
    }
    return repairPlan(operation, {
      references,
      store: plane.store,
      sharesCluster: sharesClusterWith(plane, namespace, planes),
    });
  };
}
