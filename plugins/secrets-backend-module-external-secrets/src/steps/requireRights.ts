import {
  KubernetesResource,
  RESOURCES,
  StoredSecretRef,
  StoreEffect,
} from '@strongroom/backstage-plugin-secrets-node';
import { planeNamespace } from '../objects/planeNamespace';
import { StepTools } from './types';

type Right = [verb: 'create' | 'patch' | 'delete', kind: KubernetesResource];

/** What an operation does to the objects of a secret. An update and a sync make a lost PushSecret again. */
const RIGHTS: Record<StoreEffect, Right[]> = {
  create: [
    ['create', RESOURCES.secret],
    ['create', RESOURCES.pushSecret],
  ],
  update: [
    ['patch', RESOURCES.secret],
    ['patch', RESOURCES.pushSecret],
    ['create', RESOURCES.pushSecret],
  ],
  sync: [
    ['patch', RESOURCES.pushSecret],
    ['create', RESOURCES.pushSecret],
  ],
  abandon: [
    ['delete', RESOURCES.secret],
    ['delete', RESOURCES.pushSecret],
    ['patch', RESOURCES.pushSecret],
  ],
  delete: [
    ['delete', RESOURCES.secret],
    ['delete', RESOURCES.pushSecret],
  ],
};

/** Before a PushSecret of another form is deleted, its Secret is marked. */
const MARK: Right = ['patch', RESOURCES.secret];

/**
 * Asks the cluster whether the caller may do all of an operation; nothing where the portal speaks for itself.
 * @throws StoreError `Denied`
 */
export async function requireRights(
  { kubernetes, remoteKeys }: StepTools,
  effect: StoreEffect,
  target: StoredSecretRef,
  options?: { signal?: AbortSignal },
): Promise<void> {
  const ref = {
    namespace: planeNamespace(target.namespace),
    name: target.name,
  };
  const marks = effect === 'delete' && !remoteKeys.isDerived(target);
  const rights = marks ? [...RIGHTS.delete, MARK] : RIGHTS[effect];
  await Promise.all(
    rights.map(([verb, kind]) =>
      kubernetes.requireRight?.(verb, kind, ref, options),
    ),
  );
}
