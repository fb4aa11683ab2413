import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  InstallationConfig,
  SECRET_CATEGORIES,
  SECRET_TYPES,
} from '@strongroom/backstage-plugin-secrets-common';
import { durationToMilliseconds } from '@backstage/types';
import { Fingerprints } from '@strongroom/backstage-plugin-secrets-node';
import { JournalTimes } from '../operations';
import { RecordAnchor } from '../record';
import { readReferenceSettings, ReferenceSettings } from '../references';

const MIN_KEY_LENGTH = 32;
/** How long OpenChoreo's cluster gateway may hold a call after we have given it up. */
const GATEWAY_HOLDS_MS = 30_000;
/** Of a cluster whose configuration says nothing else. */
const CALL_TIMEOUT_MS = 10_000;

/** What an operator sets, read once at start. */
export interface SecretsSettings {
  /** Answer of `GET /config`. */
  installation: InstallationConfig;
  references: ReferenceSettings;
  /** Template of a secret's name, for drafts that name only a component. */
  nameTemplate?: string;
  /** Template of the path in the store, per driver id. */
  remoteKeyTemplates: Record<string, string>;
  /** The first signs new rows of the record. */
  recordKeys: string[];
  /** For keyed hashes of request bodies: the first makes new ones, all recognise old ones. */
  fingerprintKeys: string[];
  /** Keyed fingerprints of values, for the journal. */
  fingerprints: Fingerprints;
  /** Tells this installation from others that share a store with it. */
  installationId?: string;
  anchor: RecordAnchor;
  recordReads: 'none' | 'denied' | 'all';
  times: JournalTimes;
  /** Longest time for one request's effects, in milliseconds. */
  deadlineMs: number;
}

/** Reads the `secrets` part of the configuration. @throws InputError that names the key */
export function readSecretsSettings(root: Config): SecretsSettings {
  const config = root.getOptionalConfig('secrets');
  const duration = (key: string, fallback: number) =>
    config?.has(key)
      ? durationToMilliseconds(readDurationFromConfig(config, { key }))
      : fallback;
  const fingerprintKeys = readKeys(config, 'keys.fingerprint');
  return {
    installation: {
      enabled: readEnabled(root),
      reveal: { enabled: false },
      limits: {
        bodyBytes: config?.getOptionalNumber('limits.bodyBytes') ?? 3_145_728,
        keys: config?.getOptionalNumber('limits.keys') ?? 500,
      },
      types: readSubset(config, 'types', SECRET_TYPES),
      categories: readSubset(config, 'categories', SECRET_CATEGORIES),
    },
    references: readReferenceSettings(root),
    nameTemplate: readNameTemplate(config),
    remoteKeyTemplates: readRemoteKeyTemplates(config),
    recordKeys: readKeys(config, 'keys.record'),
    fingerprintKeys,
    fingerprints: Fingerprints.create(fingerprintKeys),
    installationId: config?.getOptionalString('installation.id'),
    anchor: {
      webhook: config?.getOptionalString('record.anchor.webhook'),
      file: config?.getOptionalString('record.anchor.file'),
    },
    recordReads: readRecordReads(config),
    times: {
      lease: duration('operations.lease', 15_000),
      requestTimeout: duration(
        'operations.requestTimeout',
        longestCall(config),
      ),
      overlay: duration('operations.overlay', 2 * 60_000),
      idempotencyTtl: duration('operations.idempotencyTtl', 24 * 3_600_000),
    },
    deadlineMs: duration('operations.deadline', 25_000),
  };
}

/** Milliseconds that one call to the slowest cluster may take: until then the last one of a dead replica may land. */
function longestCall(config: Config | undefined): number {
  const calls = (config?.getOptionalConfigArray('clusters') ?? []).map(
    cluster =>
      Math.max(
        cluster.has('gateway') ? GATEWAY_HOLDS_MS : CALL_TIMEOUT_MS,
        cluster.has('timeout')
          ? durationToMilliseconds(
              readDurationFromConfig(cluster, { key: 'timeout' }),
            )
          : 0,
      ),
  );
  return Math.max(CALL_TIMEOUT_MS, ...calls);
}

/** Our own switch wins; without it OpenChoreo's is honoured. */
function readEnabled(root: Config): boolean {
  return (
    root.getOptionalBoolean('secrets.enabled') ??
    root.getOptionalBoolean('openchoreo.features.secretManagement.enabled') ??
    true
  );
}

function readKeys(config: Config | undefined, key: string): string[] {
  const keys = config?.getOptionalStringArray(key) ?? [];
  if (keys.length === 0) {
    throw new InputError(
      `secrets.${key} is needed: a list of random strings of at least ${MIN_KEY_LENGTH} characters, the first of which is used for what is new`,
    );
  }
  for (const [index, value] of keys.entries()) {
    if (value.length < MIN_KEY_LENGTH) {
      throw new InputError(
        `secrets.${key}[${index}] is too short: at least ${MIN_KEY_LENGTH} characters are needed`,
      );
    }
  }
  return keys;
}

function readSubset<T extends string>(
  config: Config | undefined,
  key: string,
  known: readonly T[],
): T[] {
  const chosen = config?.getOptionalStringArray(key);
  const unknown = chosen?.find(value => !known.includes(value as T));
  if (unknown !== undefined) {
    throw new InputError(
      `secrets.${key} names ${JSON.stringify(unknown)}; known are ${known.join(
        ', ',
      )}`,
    );
  }
  return known.filter(value => chosen?.includes(value) ?? true);
}

function readNameTemplate(config: Config | undefined): string | undefined {
  const template = config?.getOptionalString('names.reference');
  if (template !== undefined && !template.includes('{component}')) {
    throw new InputError(
      'secrets.names.reference must contain {component}, such as {component}-secrets',
    );
  }
  return template;
}

const PATH_PLACEHOLDERS = /\{(namespace|segment|project|component|name)\}/g;

function readRemoteKeyTemplates(
  config: Config | undefined,
): Record<string, string> {
  const templates =
    config?.getOptional<Record<string, string>>('names.remoteKey');
  for (const [driver, template] of Object.entries(templates ?? {})) {
    if (!template.includes('{namespace}/') || !template.includes('{name}')) {
      throw new InputError(
        `secrets.names.remoteKey.${driver} must contain {namespace}, followed by a slash, and {name}: it keeps the namespaces apart`,
      );
    }
    const [unknown] = template
      .replace(PATH_PLACEHOLDERS, '')
      .match(/\{[^}]*\}?|\}/) ?? [undefined];
    if (unknown) {
      throw new InputError(
        `secrets.names.remoteKey.${driver} has ${unknown}, which nothing stands for: {namespace}, {segment}, {project}, {component} and {name} do`,
      );
    }
  }
  return templates ?? {};
}

function readRecordReads(
  config: Config | undefined,
): SecretsSettings['recordReads'] {
  const reads = config?.getOptionalString('record.reads') ?? 'denied';
  if (reads !== 'none' && reads !== 'denied' && reads !== 'all') {
    throw new InputError('secrets.record.reads must be none, denied or all');
  }
  return reads;
}
