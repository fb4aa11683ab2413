import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import {
  SecretStore,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { PlaneDirectory } from '../../clusters/types';
import { Planner } from '../../operations';
import { ReferenceClient } from '../../references';
import { createPlan } from './createPlan';
import { deletePlan } from './deletePlan';
import { CreateIntent, DeleteIntent } from './intents';

/** Makes plans out of the journal, so that recovery runs the very steps that the first run had. */
export function createPlanners(options: {
  references: ReferenceClient;
  planes: PlaneDirectory;
}): Record<string, Planner<any>> {
  const { references, planes } = options;
  const storeOf = (namespace: string, ref: PlaneRef): SecretStore => {
    const store = planes.find(namespace, ref)?.store;
    if (!store) {
      throw new StoreError('Unavailable', 'The plane is not connected');
    }
    return store;
  };
  const create: Planner<CreateIntent> = async operation => {
    const { targetPlane } = operation.intent.reference;
    const store = storeOf(operation.namespace, targetPlane);
    return createPlan(operation, { references, store });
  };
  const remove: Planner<DeleteIntent> = async operation => {
    const store = storeOf(operation.namespace, operation.intent.targetPlane);
    return deletePlan(operation, { references, store });
  };
  return { create, delete: remove };
}
