import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import { ConnectedPlane } from '../clusters/types';
import { NamespacedMap } from '../references/NamespacedMap';

type PlaneName = Pick<ConnectedPlane, 'ref' | 'namespace'>;

/** Something for each plane, found as a namespace sees it: its own plane first, then the one of the installation. */
export class PlaneTable<T> {
  /** By the plane's namespace, `''` for none; looked up for every row of a list, so without joined keys. */
  readonly #namespaces = new Map<string, NamespacedMap<T>>();

  private constructor() {}

  static create<T>(): PlaneTable<T> {
    return new PlaneTable<T>();
  }

  get({ ref, namespace = '' }: PlaneName): T | undefined {
    return this.#namespaces.get(namespace)?.get(ref.kind, ref.name);
  }

  /** What is kept for the plane that a reference in a namespace means. */
  seenFrom(namespace: string, ref: PlaneRef): T | undefined {
    return this.get({ ref, namespace }) ?? this.get({ ref });
  }

  set({ ref, namespace = '' }: PlaneName, value: T): void {
    let planes = this.#namespaces.get(namespace);
    if (!planes) {
      planes = NamespacedMap.create();
      this.#namespaces.set(namespace, planes);
    }
    planes.set(ref.kind, ref.name, value);
  }

  delete({ ref, namespace = '' }: PlaneName): void {
    this.#namespaces.get(namespace)?.delete(ref.kind, ref.name);
  }

  *values(): Iterable<T> {
    for (const planes of this.#namespaces.values()) {
      yield* planes.values();
    }
  }
}
