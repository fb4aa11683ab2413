import { KubernetesObject, ObjectKey } from '@strongroom/embedded-cluster';
import { EstateKind } from './resources';

/** An object without what its kind says already. */
export interface EstateObject {
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
}

/**
 * A cluster that the estate is written into. Each write names its field manager, under which the real writer of such
 * an object appears.
 */
export interface EstateCluster {
  /**
   * The same cluster, in which what is done is said to have been done at that time; where the cluster does not let
   * itself be told, now.
   */
  at(time: Date): EstateCluster;
  /** Creates an object unless one of that name is there. */
  ensure(
    kind: EstateKind,
    object: EstateObject,
    manager: string,
  ): Promise<void>;
  find(kind: EstateKind, key: ObjectKey): Promise<KubernetesObject | undefined>;
  list(kind: EstateKind): Promise<KubernetesObject[]>;
  mergePatch(
    kind: EstateKind,
    key: ObjectKey,
    patch: object,
    options: { manager: string; subresource?: 'status' },
  ): Promise<void>;
  delete(kind: EstateKind, key: ObjectKey): Promise<void>;
}
