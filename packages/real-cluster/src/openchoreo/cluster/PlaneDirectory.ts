import { ServiceError } from '../ServiceError';
import { ClusterAccess } from '../types';
import { ClusterApi, ClusterObject } from './ClusterApi';
import { planeKinds } from './kinds';

/** A plane that can be written to. */
export interface Plane {
  api: ClusterApi;
  /** Name of its `ClusterSecretStore`. */
  storeName: string;
}

/** Finds planes in the control plane, and the clusters behind them. */
export class PlaneDirectory {
  readonly #controlPlane: ClusterApi;
  readonly #clusters: Map<string, ClusterApi>;

  private constructor(
    controlPlane: ClusterApi,
    clusters: Map<string, ClusterApi>,
  ) {
    this.#controlPlane = controlPlane;
    this.#clusters = clusters;
  }

  static create(
    controlPlane: ClusterApi,
    planes: Record<string, ClusterAccess>,
  ): PlaneDirectory {
    const clusters = Object.entries(planes).map(
      ([id, access]) => [id, ClusterApi.create(access)] as const,
    );
    return new PlaneDirectory(controlPlane, new Map(clusters));
  }

  /** @throws ServiceError when there is no such plane, or it names no store; else when its cluster is not connected */
  async resolve(
    namespace: string,
    target: { kind: string; name: string },
  ): Promise<Plane> {
    const kind = planeKinds.get(target.kind);
    if (!kind) {
      throw ServiceError.invalid(
        `unsupported targetPlane.kind: ${target.kind}`,
      );
    }
    const plane = await this.#controlPlane.find<ClusterObject>(
      kind,
      target.name,
      kind.namespaced ? namespace : undefined,
    );
    if (!plane) {
      throw ServiceError.planeNotFound();
    }
    const storeName = plane.spec?.secretStoreRef?.name;
    if (!storeName) {
      throw ServiceError.noStore();
    }
    const api = this.#clusters.get(plane.spec.planeID || target.name);
    if (!api) {
      throw new Error(`No agent of ${target.kind}/${target.name}`);
    }
    return { api, storeName };
  }

  close(): void {
    for (const cluster of this.#clusters.values()) {
      cluster.close();
    }
  }
}
