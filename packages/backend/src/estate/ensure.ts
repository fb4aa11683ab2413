import {
  GroupVersionResource,
  KubernetesObject,
  ResourceStore,
} from '@strongroom/embedded-cluster';

/** Creates an object unless one of that name is there. */
export function ensure(
  store: ResourceStore,
  resource: GroupVersionResource,
  object: KubernetesObject,
): void {
  const { name, namespace } = object.metadata;
  if (!store.find(resource, { name: name!, namespace })) {
    store.create(resource, object, { fieldManager: 'demo-estate' });
  }
}
