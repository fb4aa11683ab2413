import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  explainSecretName,
  PLANE_KINDS,
  PlaneKind,
} from '@strongroom/backstage-plugin-secrets-common';
import { LabelSelector } from './LabelSelector';
import { requireCluster } from './readClusters';
import { suggest } from './suggest';

/** Id of the driver that planes have when the configuration names none. */
export const DEFAULT_DRIVER = 'external-secrets';

/** What the configuration says about one plane. */
export interface PlaneSettings {
  kind: PlaneKind;
  name: string;
  /** Absent: in every namespace, or cluster-scoped. */
  namespace?: string;
  cluster?: string;
  driver?: string;
  driverConfig?: Config;
  maxBytes?: number;
  /** Names of further stores that new secrets are pushed to. */
  alsoPushTo?: string[];
  /** Which namespaces of the plane have Secrets that a tenant may link. */
  linkSelector?: LabelSelector;
}

/** A plane that is there because the configuration says so. */
export interface StaticPlane extends PlaneSettings {
  cluster: string;
  store: string;
  /** Name of the plane's agent at a gateway; the plane's own name when absent. */
  planeID?: string;
}

/** Where planes come from. */
export interface PlanesConfig {
  /** Whether OpenChoreo's plane resources of the control plane are followed. */
  openchoreo: boolean;
  /** Cluster of planes that nothing else assigns. */
  defaultCluster?: string;
  static: StaticPlane[];
  overrides: PlaneSettings[];
}

/**
 * Reads `secrets.planes`.
 * @param clusters - names of the configured clusters
 * @throws InputError that names the key
 */
export function readPlanes(
  secrets: Config,
  clusters: readonly string[],
): PlanesConfig {
  const planes = secrets.getOptionalConfig('planes');
  const defaultCluster = planes?.getOptionalString('defaultCluster');
  if (defaultCluster !== undefined) {
    requireCluster(defaultCluster, clusters, 'secrets.planes.defaultCluster');
  }
  const stated = (planes?.getOptionalConfigArray('static') ?? []).map(
    entry => ({
      ...readSettings(entry, clusters, 'static'),
      cluster: entry.getString('cluster'),
      store: entry.getString('store'),
      planeID: entry.getOptionalString('planeID'),
    }),
  );
  const overrides = (planes?.getOptionalConfigArray('overrides') ?? []).map(
    entry => readSettings(entry, clusters, 'overrides'),
  );
  refuseTwins(stated, 'static');
  refuseTwins(overrides, 'overrides');
  return {
    openchoreo: planes?.getOptionalBoolean('openchoreo') ?? true,
    defaultCluster,
    static: stated,
    overrides,
  };
}

/** Whether a kind of plane belongs to one namespace. */
export function isNamespaced(kind: PlaneKind): boolean {
  return !kind.startsWith('Cluster');
}

function readSettings(
  config: Config,
  clusters: readonly string[],
  list: string,
): PlaneSettings {
  const kind = readKind(config.getString('kind'), list);
  const name = config.getString('name');
  const namespace = config.getOptionalString('namespace');
  if (namespace !== undefined && !isNamespaced(kind)) {
    throw new InputError(
      `secrets.planes.${list}: ${kind} ${name} is cluster-scoped and has no namespace`,
    );
  }
  const cluster = config.getOptionalString('cluster');
  if (cluster !== undefined) {
    requireCluster(
      cluster,
      clusters,
      `secrets.planes.${list}: cluster of ${kind} ${name}`,
    );
  }
  const maxBytes = config.getOptionalNumber('maxBytes');
  if (maxBytes !== undefined && !(maxBytes >= 1)) {
    throw new InputError(
      `secrets.planes.${list}: maxBytes of ${kind} ${name} must be above zero`,
    );
  }
  const alsoPushTo = config.getOptionalStringArray('alsoPushTo');
  const store = config.getOptionalString('store');
  const problem = explainStores(alsoPushTo ?? [], store);
  if (problem) {
    throw new InputError(
      `secrets.planes.${list}: alsoPushTo of ${kind} ${name} ${problem}`,
    );
  }
  const ofOneTenant =
    namespace !== undefined || (list === 'overrides' && isNamespaced(kind));
  return {
    kind,
    name,
    namespace,
    cluster,
    driver: config.getOptionalString('driver'),
    driverConfig: config.getOptionalConfig('driverConfig'),
    maxBytes,
    alsoPushTo,
    linkSelector: readLinkSelector(config, `secrets.planes.${list}`, {
      plane: `${kind} ${name}`,
      ofOneTenant,
    }),
  };
}

/** Without the tenant in it, a selector would let every tenant of the plane link the Secrets of all others. */
function readLinkSelector(
  config: Config,
  key: string,
  { plane, ofOneTenant }: { plane: string; ofOneTenant: boolean },
): LabelSelector | undefined {
  const text = config.getOptionalString('linkSelector');
  if (text === undefined) {
    return undefined;
  }
  const selector = LabelSelector.parse(text);
  if (!selector) {
    throw new InputError(
      `${key}: linkSelector of ${plane} is no list of labels such as team={namespace},shared`,
    );
  }
  if (!selector.namesTenant && !ofOneTenant) {
    throw new InputError(
      `${key}: linkSelector of ${plane} needs {namespace} as the value of a label, because several namespaces use the plane`,
    );
  }
  return selector;
}

function explainStores(
  stores: string[],
  own: string | undefined,
): string | undefined {
  if (stores.some(store => explainSecretName(store) !== undefined)) {
    return 'has an entry that cannot be the name of a ClusterSecretStore';
  }
  if (new Set(stores).size < stores.length) {
    return 'names a store twice';
  }
  return own !== undefined && stores.includes(own)
    ? "names the plane's own store, which values go to anyway"
    : undefined;
}

function readKind(text: string, list: string): PlaneKind {
  const kind = PLANE_KINDS.find(candidate => candidate === text);
  if (!kind) {
    const meant = suggest(text, PLANE_KINDS);
    throw new InputError(
      `secrets.planes.${list}: ${text} is no kind of plane (known: ${PLANE_KINDS.join(
        ', ',
      )})${meant ? `; did you mean ${meant}?` : ''}`,
    );
  }
  return kind;
}

function refuseTwins(planes: PlaneSettings[], list: string): void {
  const seen = new Set<string>();
  for (const { kind, name, namespace } of planes) {
    const key = JSON.stringify([kind, namespace, name]);
    if (seen.has(key)) {
      throw new InputError(
        `secrets.planes.${list} names ${kind} ${name} twice`,
      );
    }
    seen.add(key);
  }
}
