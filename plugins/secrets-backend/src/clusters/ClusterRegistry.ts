import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { KubernetesClient } from '@strongroom/backstage-plugin-secrets-node';
import { DefaultKubernetesClient } from './client/DefaultKubernetesClient';
import { ReflectorTiming } from './client/Reflector';
import { connectThroughGateway } from './gateway/connectThroughGateway';
import { clusterNameOf } from './gateway/describePlane';
import { GatewayConfig, GatewayPlane } from './gateway/types';
import { ClustersConfig, readClusters } from './config/readClusters';
import { refuseUnknownKeys } from './config/refuseUnknownKeys';
import {
  CallerIdentity,
  clusterIdentityOf,
  ImpersonationTemplates,
} from './impersonation';

/** Options of {@link ClusterRegistry.fromConfig}. */
export interface ClusterRegistryOptions {
  logger: LoggerService;
  /** Pauses of reflectors; shorter ones make tests quick. */
  timing?: Partial<ReflectorTiming>;
}

/** One client per configured cluster, and one per plane behind a gateway. A cluster that cannot be reached is no reason not to start. */
export class ClusterRegistry {
  readonly #clients: ReadonlyMap<string, DefaultKubernetesClient>;
  readonly #controlPlane: DefaultKubernetesClient;
  readonly #gateways: ReadonlyMap<string, GatewayConfig>;
  readonly #planes = new Map<string, DefaultKubernetesClient>();
  /** Of those that are to see callers. */
  readonly #templates = new Map<string, ImpersonationTemplates>();
  readonly #options: ClusterRegistryOptions;

  private constructor(
    { clusters, gateways, controlPlane }: ClustersConfig,
    options: ClusterRegistryOptions,
  ) {
    this.#clients = new Map(
      clusters.map(cluster => [
        cluster.name,
        DefaultKubernetesClient.create(cluster, options),
      ]),
    );
    for (const { name, impersonate } of clusters) {
      if (impersonate) {
        this.#templates.set(name, impersonate);
      }
    }
    this.#gateways = new Map(gateways.map(gateway => [gateway.name, gateway]));
    this.#options = options;
    this.#controlPlane = this.#clients.get(controlPlane)!;
  }

  /** @throws InputError when the configuration is not valid; files and servers are not looked at */
  static fromConfig(
    rootConfig: RootConfigService,
    options: ClusterRegistryOptions,
  ): ClusterRegistry {
    refuseUnknownKeys(rootConfig);
    return new ClusterRegistry(
      readClusters(rootConfig.getConfig('secrets')),
      options,
    );
  }

  /** The cluster that holds the references. */
  get controlPlane(): KubernetesClient {
    return this.#controlPlane;
  }

  /** Names of all clusters and gateways. */
  get names(): string[] {
    return [...this.#clients.keys(), ...this.#gateways.keys()];
  }

  /** A cluster by its name; a gateway is none by itself. */
  get(name: string): KubernetesClient | undefined {
    return this.#clients.get(name);
  }

  /** Whether a name stands for the clusters of all planes behind a gateway. */
  isGateway(name: string): boolean {
    return this.#gateways.has(name);
  }

  /** The cluster of a plane: the one with that name, or the plane's own behind the gateway with that name. */
  ofPlane(name: string, plane: GatewayPlane): KubernetesClient | undefined {
    const gateway = this.#gateways.get(name);
    if (!gateway) {
      return this.#clients.get(name);
    }
    const cluster = clusterNameOf(name, plane);
    let client = this.#planes.get(cluster);
    if (!client) {
      client = connectThroughGateway(gateway, plane, this.#options);
      this.#planes.set(cluster, client);
    }
    return client;
  }

  /** Whether any cluster is to see callers instead of the portal. */
  get impersonates(): boolean {
    return this.#templates.size > 0;
  }

  /**
   * A client of a cluster that speaks for a caller; `undefined` where the portal speaks for itself.
   * @throws StoreError `Denied` when the caller has a name that cannot be sent
   */
  speakingFor(
    caller: CallerIdentity,
    cluster: string,
  ): KubernetesClient | undefined {
    const templates = this.#templates.get(cluster);
    return (
      templates &&
      this.#clients
        .get(cluster)
        ?.as(clusterIdentityOf(cluster, caller, templates))
    );
  }

  /** Ends all connections and everything that is being followed. */
  close(): void {
    for (const client of [
      ...this.#clients.values(),
      ...this.#planes.values(),
    ]) {
      client.close();
    }
  }
}
