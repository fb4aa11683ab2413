import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { KubernetesClient } from '@strongroom/backstage-plugin-secrets-node';
import { DefaultKubernetesClient } from './client/DefaultKubernetesClient';
import { ReflectorTiming } from './client/Reflector';
import { ClustersConfig, readClusters } from './config/readClusters';
import { refuseUnknownKeys } from './config/refuseUnknownKeys';

/** Options of {@link ClusterRegistry.fromConfig}. */
export interface ClusterRegistryOptions {
  logger: LoggerService;
  /** Pauses of reflectors; shorter ones make tests quick. */
  timing?: Partial<ReflectorTiming>;
}

/** One client per configured cluster. A cluster that cannot be reached is no reason not to start. */
export class ClusterRegistry {
  readonly #clients: ReadonlyMap<string, DefaultKubernetesClient>;
  readonly #controlPlane: DefaultKubernetesClient;

  private constructor(
    { clusters, controlPlane }: ClustersConfig,
    options: ClusterRegistryOptions,
  ) {
    this.#clients = new Map(
      clusters.map(cluster => [
        cluster.name,
        DefaultKubernetesClient.create(cluster, options),
      ]),
    );
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

  /** Names of all clusters. */
  get names(): string[] {
    return [...this.#clients.keys()];
  }

  get(name: string): KubernetesClient | undefined {
    return this.#clients.get(name);
  }

  /** Ends all connections and everything that is being followed. */
  close(): void {
    for (const client of this.#clients.values()) {
      client.close();
    }
  }
}
