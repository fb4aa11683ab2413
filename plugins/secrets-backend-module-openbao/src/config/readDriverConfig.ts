import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { isIP } from 'node:net';
import { readAuth } from './readAuth';
import { refuseUnknownKeys } from './refuseUnknownKeys';
import { OpenBaoConfig } from './types';

const KEYS = [
  'address',
  'allowInsecure',
  'mount',
  'namespace',
  'caFile',
  'tlsServerName',
  'auth',
  'managedBy',
  'timeout',
  'connectTimeout',
  'pollInterval',
];
const MOUNT_SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const NAMESPACE =
  /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*\/?$/;

/**
 * Reads the `driverConfig` of a plane.
 * @throws InputError that names the key; never with a value that may be secret
 */
export function readDriverConfig(config: Config | undefined): OpenBaoConfig {
  if (!config) {
    throw new InputError(
      'The driver openbao needs driverConfig with address, mount and auth.',
    );
  }
  refuseUnknownKeys(config, KEYS, 'driverConfig');
  const address = readAddress(config);
  const caFile = config.getOptionalString('caFile');
  const tlsServerName = config.getOptionalString('tlsServerName');
  if (address.protocol === 'http:' && (caFile ?? tlsServerName)) {
    throw new InputError(
      "driverConfig has caFile or tlsServerName, but 'address' is plain http.",
    );
  }
  return {
    address,
    mount: readMount(config),
    namespace: readNamespace(config),
    caFile,
    tlsServerName,
    auth: readAuth(config.getConfig('auth')),
    managedBy: config.getOptionalString('managedBy') ?? 'strongroom',
    timeoutMs: readDuration(config, 'timeout', 10_000),
    connectTimeoutMs: readDuration(config, 'connectTimeout', 3_000),
    pollIntervalMs: readDuration(config, 'pollInterval', 30_000),
  };
}

function readAddress(config: Config): URL {
  const text = config.getString('address');
  if (!URL.canParse(text)) {
    throw new InputError("driverConfig.address is no URL ('address').");
  }
  const url = new URL(text);
  const extra = [url.username, url.password, url.search, url.hash];
  if (extra.some(part => part) || url.pathname !== '/') {
    throw new InputError(
      "driverConfig 'address' must have no path, query or credentials, such as https://bao.example.com:8200.",
    );
  }
  if (url.protocol === 'https:') {
    return url;
  }
  if (url.protocol !== 'http:') {
    throw new InputError("driverConfig 'address' must begin with https://.");
  }
  if (!isLoopback(url) && !config.getOptionalBoolean('allowInsecure')) {
    throw new InputError(
      "driverConfig 'address' is plain http, over which anybody on the way reads every value. Use https, or set allowInsecure: true.",
    );
  }
  return url;
}

function isLoopback({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return (
    host === 'localhost' ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}

function readMount(config: Config): string[] {
  const segments = config.getString('mount').replace(/\/$/, '').split('/');
  if (!segments.every(segment => MOUNT_SEGMENT.test(segment))) {
    throw new InputError(
      "driverConfig 'mount' must be the path of a KV v2 mount, such as secret.",
    );
  }
  return segments;
}

function readNamespace(config: Config): string | undefined {
  const namespace = config.getOptionalString('namespace');
  if (namespace !== undefined && !NAMESPACE.test(namespace)) {
    throw new InputError(
      "driverConfig 'namespace' must be the path of a namespace, such as team/a.",
    );
  }
  return namespace;
}

function readDuration(config: Config, key: string, fallback: number): number {
  if (!config.has(key)) {
    return fallback;
  }
  const duration = durationToMilliseconds(
    readDurationFromConfig(config, { key }),
  );
  if (duration < 1) {
    throw new InputError(`driverConfig '${key}' must be longer than nothing.`);
  }
  return duration;
}
