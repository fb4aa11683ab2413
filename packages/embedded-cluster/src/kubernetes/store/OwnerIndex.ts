import { KubernetesObject } from '../../storage/types';

/** Where an object is. @internal */
export interface ObjectLocation {
  group: string;
  resource: string;
  namespace: string | undefined;
  name: string;
}

/** @internal */
export function locationOf(
  { group, resource }: { group: string; resource: string },
  { metadata }: KubernetesObject,
): ObjectLocation {
  const { namespace, name = '' } = metadata;
  return { group, resource, namespace, name };
}

/** Knows which objects name which owner, by the owner's uid. @internal */
export class OwnerIndex {
  readonly #dependents = new Map<string, Map<string, ObjectLocation>>();

  /** Remembers the owners of an object. An owner it no longer has is found out when it is used. */
  add(
    type: { group: string; resource: string },
    object: KubernetesObject,
  ): void {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const location = locationOf(type, object);
      const dependents = this.#dependents.get(uid) ?? new Map();
      dependents.set(JSON.stringify(location), location);
      this.#dependents.set(uid, dependents);
    }
  }

  owners(): string[] {
    return [...this.#dependents.keys()];
  }

  /** What names an owner, or did so once. */
  dependents(uid: string): ObjectLocation[] {
    return [...(this.#dependents.get(uid)?.values() ?? [])];
  }

  has(uid: string, location: ObjectLocation): boolean {
    return this.#dependents.get(uid)?.has(JSON.stringify(location)) ?? false;
  }

  /** Gives the dependents of an owner and forgets them. */
  take(uid: string): ObjectLocation[] {
    const dependents = this.dependents(uid);
    this.#dependents.delete(uid);
    return dependents;
  }
}
