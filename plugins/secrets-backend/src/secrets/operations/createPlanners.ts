import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import {
  SecretStore,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { PlaneDirectory } from '../../clusters/types';
import { DeliveryDirectory } from '../../delivery';
import { Planner } from '../../operations';
import { ReferenceClient, ReferenceSettings } from '../../references';
import { LinkTable } from '../links/LinkTable';
import { AdoptIntent, adoptPlan } from './adoptPlan';
import { createPlan } from './createPlan';
import { deletePlan } from './deletePlan';
import {
  CreateIntent,
  DeleteIntent,
  RestoreIntent,
  SyncIntent,
  UpdateIntent,
} from './intents';
import { LinkIntent, linkPlan } from './linkPlan';
import { restorePlan } from './restorePlan';
import { syncPlan } from './syncPlan';
import { updatePlan } from './updatePlan';

/** Makes plans out of the journal, so that recovery runs the very steps that the first run had. */
export function createPlanners(options: {
  references: ReferenceClient;
  planes: PlaneDirectory;
  deliveries: DeliveryDirectory;
  settings: ReferenceSettings;
  links: LinkTable;
}): Record<string, Planner<any>> {
  const { references, planes, deliveries, settings, links } = options;
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
    const { targetPlane, link: target } = operation.intent;
    const store =
      target?.kind === 'path'
        ? undefined
        : storeOf(operation.namespace, targetPlane);
    return deletePlan(operation, { references, store, links, settings });
  };
  const update: Planner<UpdateIntent> = async operation => {
    const { stored, targetPlane } = operation.intent;
    const store = stored && storeOf(operation.namespace, targetPlane);
    return updatePlan(operation, { references, store, settings });
  };
  const restore: Planner<RestoreIntent> = async operation => {
    const store = storeOf(operation.namespace, operation.intent.targetPlane);
    return restorePlan(operation, { references, store, settings });
  };
  const sync: Planner<SyncIntent> = async operation => {
    const { namespace, intent } = operation;
    const { targetPlane, remoteKeys, speaksForCaller } = intent;
    const remoteRefs = remoteKeys.map(key => ({ key }));
    return syncPlan(operation, {
      references,
      store: storeOf(namespace, targetPlane),
      kubernetes: planes.find(namespace, targetPlane)?.kubernetes,
      // the cluster was to see the caller, and he is gone
      consumers: () =>
        speaksForCaller
          ? []
          : deliveries.consumers({ namespace, targetPlane, remoteRefs }),
    });
  };
  const link: Planner<LinkIntent> = async operation => {
    const { namespace, intent } = operation;
    const { targetPlane } = intent.reference;
    const store = storeOf(namespace, targetPlane);
    const plane = planes.find(namespace, targetPlane)!;
    return linkPlan(operation, { plane, references, store, links });
  };
  const adopt: Planner<AdoptIntent> = async operation => {
    const store = storeOf(operation.namespace, operation.intent.targetPlane);
    return adoptPlan(operation, { references, store, links });
  };
  return { create, update, restore, delete: remove, sync, link, adopt };
}
