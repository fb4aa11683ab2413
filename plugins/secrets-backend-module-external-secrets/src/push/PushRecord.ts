import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import { ObjectMeta } from '@strongroom/backstage-plugin-secrets-node';
import { remoteKeyOf } from '../objects/ownPushSecret';
import { SYNC_TRIGGER } from '../objects/syncTrigger';
import { PushSecret, readyCondition } from '../objects/types';
import {
  classifyFailure,
  explainStuckDelete,
  PushFailure,
} from './classifyFailure';
import {
  externalSecretsResourceVersion,
  isReproducible,
} from './externalSecretsHash';

/** All that is kept of a PushSecret: enough to tell its push state for any plane, small enough for 100,000 of them. */
export interface PushRecord {
  uid: string;
  resourceVersion: string;
  operationId?: string;
  keys: string[];
  remoteKeys: string[];
  /** The stores that it names, as `<kind>/<name>`, and whether each has every key. */
  stores: Array<{ store: string; complete: boolean }>;
  /** When its content, or the trigger, last changed. */
  changedAt: Date;
  /** Whether External Secrets has pushed the object as it stands. */
  current: boolean;
  ready?: { ok: boolean; at: Date; failure?: PushFailure };
  confirmedAt?: Date;
  deletion?: { at: Date; stuck: string };
}

/** Reads what matters from a PushSecret. */
export function toPushRecord(pushSecret: PushSecret): PushRecord {
  const { metadata, spec, status } = pushSecret;
  const entries = spec?.data ?? [];
  const keys = entries
    .map(entry => entry.match?.secretKey ?? '')
    .filter(key => key !== '')
    .sort();
  const condition = readyCondition(status?.conditions);
  const changedAt = lastChange(metadata);
  const ok = condition?.status === 'True' && condition.reason === 'Synced';
  return {
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    operationId: metadata.annotations?.[ANNOTATIONS.operation],
    keys,
    remoteKeys: [...new Set(entries.map(remoteKeyOf))],
    stores: storesOf(pushSecret),
    changedAt,
    current: isCurrent(pushSecret),
    ready: condition && {
      ok,
      at: dateOf(condition.lastTransitionTime) ?? changedAt,
      failure:
        condition.status === 'False'
          ? classifyFailure(condition, keys)
          : undefined,
    },
    confirmedAt: dateOf(status?.refreshTime),
    deletion: metadata.deletionTimestamp
      ? {
          at: new Date(metadata.deletionTimestamp),
          stuck: explainStuckDelete(condition),
        }
      : undefined,
  };
}

/**
 * `Ready` alone may be stale news: what was pushed has to be the object of the present generation, annotations and
 * labels. Where External Secrets computes its mark in another way, a push later than our trigger has to do.
 */
function isCurrent({ metadata, status }: PushSecret): boolean {
  const synced = status?.syncedResourceVersion ?? '';
  if (synced === externalSecretsResourceVersion(metadata)) {
    return true;
  }
  const [generation] = synced.split('-');
  if (generation !== String(metadata.generation) || isReproducible(synced)) {
    return false;
  }
  const triggered = dateOf(metadata.annotations?.[SYNC_TRIGGER]);
  const pushed = dateOf(status?.refreshTime);
  return Boolean(triggered && pushed && pushed >= wholeSeconds(triggered));
}

function storesOf({ spec, status }: PushSecret): PushRecord['stores'] {
  const wanted = (spec?.data ?? []).map(entry => {
    const property = entry.match?.remoteRef?.property;
    const remoteKey = remoteKeyOf(entry);
    return property ? `${remoteKey}/${property}` : remoteKey;
  });
  return (spec?.secretStoreRefs ?? []).flatMap(({ kind, name }) => {
    if (!name) {
      return [];
    }
    const store = `${kind ?? 'SecretStore'}/${name}`;
    const pushed = status?.syncedPushSecrets?.[store] ?? {};
    const complete = wanted.every(key => Object.hasOwn(pushed, key));
    return [{ store, complete }];
  });
}

function lastChange(metadata: ObjectMeta): Date {
  const times = [
    metadata.creationTimestamp,
    metadata.annotations?.[SYNC_TRIGGER],
    ...(metadata.managedFields ?? [])
      .filter(entry => entry.subresource !== 'status')
      .map(entry => entry.time),
  ].flatMap(time => dateOf(time)?.getTime() ?? []);
  return new Date(Math.max(0, ...times));
}

function dateOf(text: string | undefined): Date | undefined {
  const date = new Date(text ?? NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}
