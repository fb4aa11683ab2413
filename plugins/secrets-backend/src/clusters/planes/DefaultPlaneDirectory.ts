import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import {
  PLANE_KINDS,
  PlaneKind,
  PlaneRef,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  Fingerprints,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';
import { Reachability } from '../../delivery/types';
import { WatchedKind } from '../../references/controlPlaneProblems';
import { ClusterRegistry } from '../ClusterRegistry';
import { PlanesConfig, PlaneSettings, readPlanes } from '../config/readPlanes';
import { StoreDriverRegistry } from '../StoreDriverRegistry';
import { ConnectedPlane, PlaneDirectory } from '../types';
import { PlaneConnector, PlaneDescription } from './PlaneConnector';
import { PLANE_RESOURCES, PlaneResource } from './PlaneResource';

type Listener = Parameters<PlaneDirectory['observe']>[0];

/** Options of {@link DefaultPlaneDirectory.fromConfig}. */
export interface DefaultPlaneDirectoryOptions {
  clusters: ClusterRegistry;
  drivers: StoreDriverRegistry;
  /** Value of the `managed-by` label that drivers write. */
  managedBy: string;
  /** Id of this installation, which drivers write into marks of ownership. */
  installationId?: string;
  /** Keyed fingerprints, by which drivers recognise values that they wrote. */
  fingerprints?: Fingerprints;
  /** Templates of the path in the store by driver id, where the configuration sets another than the driver's. */
  remoteKeyTemplates?: Record<string, string>;
  logger: LoggerService;
}

/**
 * Planes of the configuration, and of OpenChoreo's resources on the control plane as they come, change and go. A
 * plane of the configuration hides a resource of the same kind, namespace and name.
 */
export class DefaultPlaneDirectory implements PlaneDirectory {
  readonly #config: PlanesConfig;
  readonly #connector: PlaneConnector;
  readonly #logger: LoggerService;
  readonly #planes = new Map<string, ConnectedPlane>();
  readonly #static = new Set<string>();
  readonly #listeners = new Set<Listener>();
  readonly #pending = new Set<PlaneKind>();
  readonly #reachability = new Map<PlaneKind, Reachability>();
  #reflectors: Subscription[] = [];

  private constructor(
    config: PlanesConfig,
    options: DefaultPlaneDirectoryOptions,
  ) {
    this.#config = config;
    this.#connector = PlaneConnector.create({ ...options, config });
    this.#logger = options.logger;
  }

  /**
   * Reads `secrets.planes` and begins to follow the control plane.
   * @throws InputError when the configuration is not valid or names a driver that is not there
   */
  static fromConfig(
    rootConfig: RootConfigService,
    options: DefaultPlaneDirectoryOptions,
  ): DefaultPlaneDirectory {
    const config = readPlanes(
      rootConfig.getConfig('secrets'),
      options.clusters.names,
    );
    const directory = new DefaultPlaneDirectory(config, options);
    directory.#addStatic();
    if (config.openchoreo) {
      directory.#follow(options.clusters);
    }
    return directory;
  }

  /** Whether all planes of the control plane are known; before, one that is missing may only be late. */
  get listed(): boolean {
    return this.#pending.size === 0;
  }

  list(namespace: string): ConnectedPlane[] {
    const visible = new Map<string, ConnectedPlane>();
    for (const plane of this.#planes.values()) {
      const key = keyOf(plane.ref.kind, undefined, plane.ref.name);
      const isOwn = plane.namespace === namespace;
      if (isOwn || (plane.namespace === undefined && !visible.has(key))) {
        visible.set(key, plane);
      }
    }
    return [...visible.values()].sort(
      (a, b) =>
        PLANE_KINDS.indexOf(a.ref.kind) - PLANE_KINDS.indexOf(b.ref.kind) ||
        (a.ref.name < b.ref.name ? -1 : 1),
    );
  }

  find(
    namespace: string,
    { kind, name }: PlaneRef,
  ): ConnectedPlane | undefined {
    return (
      this.#planes.get(keyOf(kind, namespace, name)) ??
      this.#planes.get(keyOf(kind, undefined, name))
    );
  }

  observe(listener: Listener): { close(): void } {
    const subscribed = { ...listener };
    this.#listeners.add(subscribed);
    for (const plane of [...this.#planes.values()]) {
      this.#tell(() => listener.onUpsert(plane));
    }
    return { close: () => this.#listeners.delete(subscribed) };
  }

  watched(): WatchedKind[] {
    return [...this.#reachability].map(([kind, reachability]) => ({
      what: `the planes of kind ${kind}`,
      lack: 'those that are new or have changed do not show',
      reachability,
    }));
  }

  /** Ends following the control plane. */
  close(): void {
    for (const reflector of this.#reflectors) {
      reflector.close();
    }
    this.#reflectors = [];
    this.#listeners.clear();
  }

  #addStatic(): void {
    for (const plane of this.#config.static) {
      const { kind, name, namespace, store, cluster, planeID } = plane;
      this.#static.add(keyOf(kind, namespace, name));
      this.#put(
        {
          ref: { kind, name },
          namespace,
          storeName: store,
          planeID: planeID ?? name,
          clusters: [cluster],
        },
        { ...this.#overrideOf(kind, namespace, name), ...defined(plane) },
      );
    }
  }

  #follow(clusters: ClusterRegistry): void {
    for (const { kind, resource } of PLANE_RESOURCES) {
      this.#pending.add(kind);
      let missing = new Set<string>();
      this.#reflectors.push(
        clusters.controlPlane.reflect<PlaneResource>(resource, {
          onListStart: () => {
            missing = new Set(
              [...this.#planes]
                .filter(
                  ([key, plane]) =>
                    plane.ref.kind === kind && !this.#static.has(key),
                )
                .map(([key]) => key),
            );
          },
          onUpsert: ({ metadata: { name, namespace }, spec }) => {
            const key = keyOf(kind, namespace, name);
            missing.delete(key);
            if (!this.#static.has(key)) {
              this.#put(
                {
                  ref: { kind, name },
                  namespace,
                  storeName: spec?.secretStoreRef?.name || undefined,
                  planeID: spec?.planeID || name,
                  clusters: [spec?.planeID || name],
                },
                this.#overrideOf(kind, namespace, name),
              );
            }
          },
          onDelete: ({ namespace, name }) =>
            this.#remove(keyOf(kind, namespace, name)),
          onListed: () => {
            for (const key of missing) {
              this.#remove(key);
            }
            missing.clear();
            this.#pending.delete(kind);
          },
          onReachable: (reachable, since, refused) => {
            this.#reachability.set(kind, { reachable, since, refused });
          },
        }),
      );
    }
  }

  #put(
    description: PlaneDescription,
    settings: PlaneSettings | undefined,
  ): void {
    const { ref, namespace } = description;
    const key = keyOf(ref.kind, namespace, ref.name);
    const before = this.#planes.get(key);
    const plane = this.#connector.connect(description, settings, before);
    if (
      before &&
      before.store === plane.store &&
      before.storeName === plane.storeName &&
      before.kubernetes === plane.kubernetes
    ) {
      return;
    }
    this.#planes.set(key, plane);
    for (const listener of this.#listeners) {
      this.#tell(() => listener.onUpsert(plane));
    }
  }

  #remove(key: string): void {
    const plane = this.#planes.get(key);
    if (!plane || this.#static.has(key)) {
      return;
    }
    this.#planes.delete(key);
    for (const listener of this.#listeners) {
      this.#tell(() => listener.onDelete(plane));
    }
  }

  /** An override of the very namespace comes before one for all of them. */
  #overrideOf(
    kind: PlaneKind,
    namespace: string | undefined,
    name: string,
  ): PlaneSettings | undefined {
    const candidates = this.#config.overrides.filter(
      override => override.kind === kind && override.name === name,
    );
    return (
      candidates.find(override => override.namespace === namespace) ??
      candidates.find(override => override.namespace === undefined)
    );
  }

  #tell(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#logger.error(
        `A listener of the planes failed with ${
          error instanceof Error ? error.name : 'an unknown error'
        }`,
      );
    }
  }
}

function keyOf(
  kind: PlaneKind,
  namespace: string | undefined,
  name: string,
): string {
  return `${kind}/${namespace ?? ''}/${name}`;
}

function defined<T extends object>(object: T): T {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as T;
}
