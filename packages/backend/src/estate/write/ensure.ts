import { ObjectMeta, ResourceStore } from '@strongroom/embedded-cluster';
import { apiVersionOf, EstateKind, RESOURCES } from '../resources';

/** An object without what its kind says already. */
export interface EstateObject {
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/**
 * Creates an object unless one of that name is there.
 * @param manager - field manager, under which the real writer of such an object appears
 */
export function ensure(
  store: ResourceStore,
  kind: EstateKind,
  object: EstateObject,
  manager: string,
): void {
  const { name, namespace } = object.metadata;
  if (!store.find(RESOURCES[kind], { name: name!, namespace })) {
    store.create(
      RESOURCES[kind],
      { apiVersion: apiVersionOf(kind), kind, ...object },
      { fieldManager: manager },
    );
  }
}
