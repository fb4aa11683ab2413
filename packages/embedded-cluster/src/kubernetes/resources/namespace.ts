import { KubernetesObject } from '../../storage/types';

/** Gives a namespace what every namespace has. @internal */
export function prepareNamespace(
  object: KubernetesObject,
  before: KubernetesObject | undefined,
): void {
  object.metadata.labels = {
    ...object.metadata.labels,
    'kubernetes.io/metadata.name': object.metadata.name ?? '',
  };
  object.spec = before?.spec ?? { finalizers: ['kubernetes'] };
  object.status = before ? object.status : { phase: 'Active' };
}
