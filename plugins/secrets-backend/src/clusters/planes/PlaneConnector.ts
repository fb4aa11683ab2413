import { LoggerService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { InputError, isError } from '@backstage/errors';
import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import {
  Fingerprints,
  SecretStore,
} from '@strongroom/backstage-plugin-secrets-node';
import { ClusterRegistry } from '../ClusterRegistry';
import {
  DEFAULT_DRIVER,
  isNamespaced,
  PlanesConfig,
  PlaneSettings,
  StaticPlane,
} from '../config/readPlanes';
import { LabelSelector } from '../config/LabelSelector';
import { StoreDriverRegistry } from '../StoreDriverRegistry';
import { ConnectedPlane } from '../types';

/** A plane as its resource or the configuration describes it. */
export interface PlaneDescription {
  ref: PlaneRef;
  /** Absent: cluster-scoped, or usable in every namespace. */
  namespace?: string;
  storeName?: string;
  /** Name of the plane's agent. */
  planeID: string;
  /** Clusters that the plane may be on, the likeliest first; the first that is configured counts. */
  clusters: string[];
}

/** Options of {@link PlaneConnector.create}. */
export interface PlaneConnectorOptions {
  clusters: ClusterRegistry;
  drivers: StoreDriverRegistry;
  config: PlanesConfig;
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

/** Finds cluster and driver of a plane and connects its store. */
export class PlaneConnector {
  readonly #options: PlaneConnectorOptions;

  private constructor(options: PlaneConnectorOptions) {
    this.#options = options;
  }

  /** @throws InputError when a plane's driver is not known or refuses its `driverConfig`, or a gateway has no path to it */
  static create(options: PlaneConnectorOptions): PlaneConnector {
    const { clusters, config, drivers } = options;
    for (const plane of [...config.static, ...config.overrides]) {
      validateDriver(drivers, plane);
    }
    for (const plane of config.static) {
      validateGateway(clusters, plane);
    }
    if (config.openchoreo) {
      drivers.get(DEFAULT_DRIVER).validateConfig(undefined);
    }
    return new PlaneConnector(options);
  }

  /** Connects a plane, keeping the store of what it was before where nothing of that has changed. */
  connect(
    description: PlaneDescription,
    settings: PlaneSettings | undefined,
    before: ConnectedPlane | undefined,
  ): ConnectedPlane {
    const { clusters, config, drivers } = this.#options;
    const driverId = settings?.driver ?? DEFAULT_DRIVER;
    const driver = drivers.get(driverId);
    const cluster = [
      settings?.cluster,
      ...description.clusters,
      config.defaultCluster,
    ].find(name => name !== undefined && clusters.names.includes(name));
    const plane: ConnectedPlane = {
      ref: description.ref,
      namespace: description.namespace,
      storeName: description.storeName,
      // its own store is no further one, whatever the resource has come to name
      alsoPushTo: settings?.alsoPushTo?.filter(
        name => name !== description.storeName,
      ),
      driverId,
      driver,
      maxBytes: settings?.maxBytes ?? driver.capabilities.maxBytes,
      linkSelector: settings?.linkSelector ?? LabelSelector.ofTenant,
      kubernetes: cluster ? clusters.ofPlane(cluster, description) : undefined,
    };
    const unchanged =
      before?.kubernetes === plane.kubernetes &&
      before?.storeName === plane.storeName;
    plane.store = unchanged
      ? before?.store
      : this.#store(plane, settings?.driverConfig);
    return plane;
  }

  #store(
    plane: ConnectedPlane,
    config: Config | undefined,
  ): SecretStore | undefined {
    const { logger, remoteKeyTemplates, ...shared } = this.#options;
    if (!plane.kubernetes || !plane.storeName) {
      return undefined;
    }
    const { kind, name } = plane.ref;
    try {
      return plane.driver.connect({
        plane: {
          ref: plane.ref,
          storeName: plane.storeName,
          alsoPushTo: plane.alsoPushTo,
        },
        kubernetes: plane.kubernetes,
        logger: logger.child({ plane: `${kind}/${name}` }),
        config,
        managedBy: shared.managedBy,
        installationId: shared.installationId,
        fingerprints: shared.fingerprints,
        remoteKeyTemplate: remoteKeyTemplates?.[plane.driverId],
      });
    } catch (error) {
      // One plane that cannot be connected must not take the others with it.
      logger.error(
        `The store of ${kind} ${name} could not be connected: ${
          isError(error) ? error.name : 'unknown error'
        }`,
      );
      return undefined;
    }
  }
}

function validateDriver(
  drivers: StoreDriverRegistry,
  { kind, name, driver, driverConfig, alsoPushTo }: PlaneSettings,
): void {
  try {
    const found = drivers.get(driver ?? DEFAULT_DRIVER);
    found.validateConfig(driverConfig);
    if (alsoPushTo?.length && !found.furtherStores) {
      throw new InputError(
        `the driver ${driver} writes to one store alone and cannot keep alsoPushTo`,
      );
    }
  } catch (error) {
    throw new InputError(
      `secrets.planes: ${kind} ${name}: ${
        isError(error) ? error.message : 'its driver refuses its driverConfig'
      }`,
    );
  }
}

/** The path on a gateway says in which namespace the resource of a plane lives. */
function validateGateway(
  clusters: ClusterRegistry,
  { kind, name, namespace, cluster, planeID }: StaticPlane,
): void {
  const gateway = clusters.isGateway(cluster);
  if (gateway && isNamespaced(kind) && namespace === undefined) {
    throw new InputError(
      `secrets.planes.static: ${kind} ${name} needs its namespace, because the gateway ${cluster} finds it by that`,
    );
  }
  if (!gateway && planeID !== undefined) {
    throw new InputError(
      `secrets.planes.static: planeID of ${kind} ${name} has no effect, because ${cluster} is no gateway`,
    );
  }
}
