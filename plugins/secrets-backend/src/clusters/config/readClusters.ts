import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { isLoopback } from '../connection/isLoopback';
import { ClusterAccess, ClusterConfig } from '../connection/types';
import { suggest } from './suggest';

const DEFAULT_TIMEOUT_MS = 10_000;

/** Clusters of the configuration and which of them holds the references. */
export interface ClustersConfig {
  controlPlane: string;
  clusters: ClusterConfig[];
}

/**
 * Reads `secrets.controlPlane` and `secrets.clusters`. Whether files are there and servers answer is not looked at:
 * that may come later, and go.
 * @throws InputError that names the key
 */
export function readClusters(secrets: Config): ClustersConfig {
  const clusters = new Map<string, ClusterConfig>();
  for (const entry of secrets.getConfigArray('clusters')) {
    const cluster = readCluster(entry);
    if (clusters.has(cluster.name)) {
      throw new InputError(
        `secrets.clusters names the cluster ${cluster.name} twice`,
      );
    }
    clusters.set(cluster.name, cluster);
  }
  const controlPlane = secrets.getString('controlPlane');
  requireCluster(controlPlane, [...clusters.keys()], 'secrets.controlPlane');
  return { controlPlane, clusters: [...clusters.values()] };
}

/**
 * Refuses the name of a cluster that is not configured.
 * @throws InputError that lists the known ones
 */
export function requireCluster(
  name: string,
  known: readonly string[],
  key: string,
): void {
  if (known.includes(name)) {
    return;
  }
  const meant = suggest(name, known);
  throw new InputError(
    `${key} names the cluster ${name}, which is not in secrets.clusters (known: ${
      known.join(', ') || 'none'
    })${meant ? `; did you mean ${meant}?` : ''}`,
  );
}

function readCluster(config: Config): ClusterConfig {
  const name = config.getString('name');
  const qps = config.getOptionalNumber('qps');
  const burst = config.getOptionalNumber('burst');
  if ((qps !== undefined && qps <= 0) || (burst !== undefined && burst < 1)) {
    throw new InputError(
      `secrets.clusters: qps and burst of ${name} must be above zero`,
    );
  }
  if (burst !== undefined && qps === undefined) {
    throw new InputError(
      `secrets.clusters: burst of ${name} has no effect without qps`,
    );
  }
  const timeoutMs = config.has('timeout')
    ? durationToMilliseconds(readDurationFromConfig(config, { key: 'timeout' }))
    : DEFAULT_TIMEOUT_MS;
  if (!(timeoutMs > 0)) {
    throw new InputError(
      `secrets.clusters: timeout of ${name} must be above zero`,
    );
  }
  return {
    name,
    access: readAccess(name, config),
    timeoutMs,
    rateLimit: qps
      ? { qps, burst: burst ?? Math.max(1, Math.ceil(qps)) }
      : undefined,
  };
}

function readAccess(name: string, config: Config): ClusterAccess {
  const kubeconfig = config.getOptionalConfig('kubeconfig');
  const server = config.getOptionalConfig('server');
  const inCluster = config.getOptionalBoolean('inCluster') ?? false;
  if ([kubeconfig, server, inCluster].filter(Boolean).length !== 1) {
    throw new InputError(
      `secrets.clusters: ${name} needs exactly one of inCluster, kubeconfig and server`,
    );
  }
  if (kubeconfig) {
    return {
      type: 'kubeconfig',
      path: kubeconfig.getString('path'),
      context: kubeconfig.getOptionalString('context'),
    };
  }
  if (server) {
    return {
      type: 'server',
      url: readServerUrl(name, server.getString('url')),
      caFile: server.getOptionalString('caFile'),
      tokenFile: server.getOptionalString('tokenFile'),
    };
  }
  return { type: 'inCluster' };
}

function readServerUrl(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const secure =
    url?.protocol === 'https:' ||
    (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (!url || !secure || url.username || url.password || url.search) {
    throw new InputError(
      `secrets.clusters: server.url of ${name} must be an https address without credentials`,
    );
  }
  return text;
}
