import { KubernetesObject } from '../../storage/types';

/** Where a dependent object is. @internal */
export interface DependentLocation {
  group: string;
  resource: string;
  namespace: string | undefined;
  name: string;
}

/** Knows which objects name which owner, by the owner's uid. @internal */
export class OwnerIndex {
  readonly #dependents = new Map<string, Map<string, DependentLocation>>();

  /** Remembers the owners of an object. An owner it no longer has is found out when it is used. */
  add(
    type: { group: string; resource: string },
    object: KubernetesObject,
  ): void {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const { namespace, name = '' } = object.metadata;
      const location = {
        group: type.group,
        resource: type.resource,
        namespace,
        name,
      };
      const dependents = this.#dependents.get(uid) ?? new Map();
      dependents.set(JSON.stringify(location), location);
      this.#dependents.set(uid, dependents);
    }
  }

  owners(): string[] {
    return [...this.#dependents.keys()];
  }

  /** Gives the dependents of an owner and forgets them. */
  take(uid: string): DependentLocation[] {
    const dependents = this.#dependents.get(uid);
    this.#dependents.delete(uid);
    return [...(dependents?.values() ?? [])];
  }
}
