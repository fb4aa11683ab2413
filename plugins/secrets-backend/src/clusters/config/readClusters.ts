import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { GATEWAY_LIMIT_MS } from '../gateway/gatewayRoute';
import { GatewayAccess, GatewayConfig } from '../gateway/types';
import { isLoopback } from '../connection/isLoopback';
import { ClusterAccess, ClusterConfig } from '../connection/types';
import { readImpersonation } from '../impersonation';
import { suggest } from './suggest';

const DEFAULT_TIMEOUT_MS = 10_000;

/** Clusters of the configuration and which of them holds the references. */
export interface ClustersConfig {
  controlPlane: string;
  clusters: ClusterConfig[];
  /** Ways to the clusters of planes; share their names with no cluster. */
  gateways: GatewayConfig[];
}

/**
 * Reads `secrets.controlPlane` and `secrets.clusters`. Whether files are there and servers answer is not looked at:
 * that may come later, and go.
 * @throws InputError that names the key
 */
export function readClusters(secrets: Config): ClustersConfig {
  const clusters = new Map<string, ClusterConfig>();
  const gateways = new Map<string, GatewayConfig>();
  for (const entry of secrets.getConfigArray('clusters')) {
    const cluster = readCluster(entry);
    const { name } = cluster;
    if (clusters.has(name) || gateways.has(name)) {
      throw new InputError(`secrets.clusters names the cluster ${name} twice`);
    }
    if (isGateway(cluster)) {
      gateways.set(name, cluster);
    } else {
      clusters.set(name, cluster);
    }
  }
  const controlPlane = secrets.getString('controlPlane');
  if (gateways.has(controlPlane)) {
    throw new InputError(
      `secrets.controlPlane names ${controlPlane}, but a gateway leads to planes only`,
    );
  }
  requireCluster(controlPlane, [...clusters.keys()], 'secrets.controlPlane');
  return {
    controlPlane,
    clusters: [...clusters.values()],
    gateways: [...gateways.values()],
  };
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

function isGateway(
  entry: ClusterConfig | GatewayConfig,
): entry is GatewayConfig {
  return entry.access.type === 'gateway';
}

function readCluster(config: Config): ClusterConfig | GatewayConfig {
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
  const access = readAccess(name, config);
  if (access.type === 'gateway' && timeoutMs >= GATEWAY_LIMIT_MS) {
    throw new InputError(
      `secrets.clusters: timeout of ${name} must be below 30 seconds, after which the gateway gives up`,
    );
  }
  const impersonate = readImpersonation(name, config);
  if (impersonate && access.type === 'gateway') {
    throw new InputError(
      `secrets.clusters: impersonate of ${name} cannot be kept behind a gateway, whose agents have no right to impersonate; reach the planes in another way, or leave it to the portal's own permissions`,
    );
  }
  const limits = {
    name,
    timeoutMs,
    rateLimit: qps
      ? { qps, burst: burst ?? Math.max(1, Math.ceil(qps)) }
      : undefined,
  };
  return access.type === 'gateway'
    ? { ...limits, access }
    : { ...limits, access, impersonate };
}

function readAccess(
  name: string,
  config: Config,
): ClusterAccess | GatewayAccess {
  const kubeconfig = config.getOptionalConfig('kubeconfig');
  const server = config.getOptionalConfig('server');
  const gateway = config.getOptionalConfig('gateway');
  const inCluster = config.getOptionalBoolean('inCluster') ?? false;
  if ([kubeconfig, server, gateway, inCluster].filter(Boolean).length !== 1) {
    throw new InputError(
      `secrets.clusters: ${name} needs exactly one of inCluster, kubeconfig, server and gateway`,
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
  if (gateway) {
    return {
      type: 'gateway',
      url: readGatewayUrl(name, gateway.getString('url')),
      caFile: gateway.getOptionalString('caFile'),
      certFile: gateway.getString('certFile'),
      keyFile: gateway.getString('keyFile'),
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

/** The client certificate needs TLS, also on this machine; an empty segment is answered with a redirect. */
function readGatewayUrl(name: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url?.protocol !== 'https:' ||
    url.username ||
    url.password ||
    url.search ||
    url.hash ||
    url.pathname.includes('//')
  ) {
    throw new InputError(
      `secrets.clusters: gateway.url of ${name} must be an https address without credentials, query and empty segments`,
    );
  }
  return url.href;
}
