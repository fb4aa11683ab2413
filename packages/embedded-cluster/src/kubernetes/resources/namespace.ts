import { KubernetesObject } from '../../storage/types';

/** A namespace goes when it is empty, and only then. @internal */
export function markNamespace(object: KubernetesObject): void {
  object.status = { ...object.status, phase: 'Terminating' };
}

/** A namespace has finalizers of its own, besides those that every object may have. @internal */
export function isNamespaceHeld(object: KubernetesObject): boolean {
  return Boolean(object.spec?.finalizers?.length);
}

/** Gives a namespace what every namespace has. @internal */
export function prepareNamespace(object: KubernetesObject): void {
  object.metadata.labels = {
    ...object.metadata.labels,
    'kubernetes.io/metadata.name': object.metadata.name ?? '',
  };
}

/** A namespace holds itself until it is empty, whatever a client says. @internal */
export function completeNamespace(
  object: KubernetesObject,
  before: KubernetesObject | undefined,
): void {
  object.spec = before ? before.spec : { finalizers: ['kubernetes'] };
  object.status = before ? object.status : { phase: 'Active' };
}
