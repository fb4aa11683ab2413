import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import { ObjectMeta } from '@strongroom/backstage-plugin-secrets-node';
import { changesContent, lastWriteOfOthers } from '../objects/writers';
import { remoteKeyOf } from '../objects/ownPushSecret';
import { isHeldByOthers, isHeldForStore } from '../objects/storeFinalizer';
import { SYNC_TRIGGER } from '../objects/syncTrigger';
import { PushSecret, PushSecretEntry, readyCondition } from '../objects/types';
import {
  classifyFailure,
  explainStuckDelete,
  PushFailure,
} from './classifyFailure';
import {
  externalSecretsResourceVersion,
  isReproducible,
} from './externalSecretsHash';

const HELD_BY_OTHERS =
  'External Secrets holds the PushSecret no more, but another controller does by a finalizer of its own.';

/** All that is kept of a PushSecret: enough to tell its push state for any plane, small enough for 100,000 of them. */
export interface PushRecord {
  uid: string;
  resourceVersion: string;
  operationId?: string;
  /** As the store has them. */
  keys: string[];
  remoteKeys: string[];
  /** The stores that it names, as `<kind>/<name>`, and whether each has every key and none that has been taken away. */
  stores: Array<{ store: string; complete: boolean }>;
  /** Whether it finds its stores by their labels; `stores` are then those that something was pushed to. */
  selectsStores: boolean;
  /** When somebody else wrote what it says, after or as soon as we last did. */
  otherWriterAt?: Date;
  /** Whether the value stays in the store when the object is deleted. */
  keepsValue: boolean;
  /** Whether nobody has written to it since it was made, so that whatever was pushed is what it says. */
  untouched: boolean;
  /** When its content, or the trigger, last changed. */
  changedAt: Date;
  /** Whether External Secrets has pushed the object as it stands. */
  current: boolean;
  ready?: { ok: boolean; at: Date; failure?: PushFailure };
  confirmedAt?: Date;
  deletion?: {
    at: Date;
    /** Why it is not confirmed. */
    stuck: string;
    /** External Secrets has tried, and said so. */
    failed: boolean;
  };
}

/** Reads what matters from a PushSecret. */
export function toPushRecord(pushSecret: PushSecret): PushRecord {
  const { metadata, spec, status } = pushSecret;
  const entries = spec?.data ?? [];
  const pushed = entries.filter(entry => entry.match?.secretKey);
  const sourceKeys = pushed.map(entry => entry.match!.secretKey!).sort();
  const keys = pushed.map(keyInStore).sort();
  const condition = readyCondition(status?.conditions);
  const changedAt = lastChange(metadata);
  const stores = storesOf(pushSecret);
  const names = stores.map(({ store }) => storeNameOf(store));
  const ok = condition?.status === 'True' && condition.reason === 'Synced';
  return {
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    operationId: metadata.annotations?.[ANNOTATIONS.operation],
    keys,
    remoteKeys: [...new Set(entries.map(remoteKeyOf))],
    stores,
    selectsStores: selectsStores(pushSecret),
    otherWriterAt: dateOf(lastWriteOfOthers(metadata)),
    keepsValue: spec?.deletionPolicy !== 'Delete',
    untouched: isUntouched(metadata),
    changedAt,
    current: isCurrent(pushSecret),
    ready: condition && {
      ok,
      at: dateOf(condition.lastTransitionTime) ?? changedAt,
      failure:
        condition.status === 'False'
          ? classifyFailure(condition, sourceKeys, names)
          : undefined,
    },
    confirmedAt: dateOf(status?.refreshTime),
    deletion: metadata.deletionTimestamp
      ? {
          at: new Date(metadata.deletionTimestamp),
          stuck:
            isHeldByOthers(pushSecret) && !isHeldForStore(pushSecret)
              ? HELD_BY_OTHERS
              : explainStuckDelete(
                  condition,
                  leftIn(names, status?.syncedPushSecrets),
                ),
          failed: condition?.status === 'False',
        }
      : undefined,
  };
}

/** A link may give a key another name than its source does. */
function keyInStore({ match }: PushSecretEntry): string {
  return match?.remoteRef?.property || match?.secretKey || '';
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
  const named = (spec?.secretStoreRefs ?? []).flatMap(({ kind, name }) =>
    name ? `${kind ?? 'SecretStore'}/${name}` : [],
  );
  const found = selectsStores({ spec })
    ? Object.keys(status?.syncedPushSecrets ?? {})
    : [];
  return [...new Set([...named, ...found])].map(store => {
    const pushed = status?.syncedPushSecrets?.[store] ?? {};
    const complete =
      wanted.every(key => Object.hasOwn(pushed, key)) &&
      (spec?.deletionPolicy !== 'Delete' ||
        Object.keys(pushed).every(key => wanted.includes(key)));
    return { store, complete };
  });
}

function selectsStores({ spec }: Pick<PushSecret, 'spec'>): boolean {
  return (spec?.secretStoreRefs ?? []).some(
    ({ labelSelector }) => labelSelector !== undefined,
  );
}

/** Name of a store in `<kind>/<name>`. */
export function storeNameOf(store: string): string {
  return store.slice(store.indexOf('/') + 1);
}

/** Stores that the value is still in, where there are several. */
function leftIn(
  names: string[],
  pushed: NonNullable<PushSecret['status']>['syncedPushSecrets'],
): string[] {
  const left = Object.keys(pushed ?? {}).map(storeNameOf);
  return names.length > 1 ? names.filter(name => left.includes(name)) : [];
}

/** Times of writers are those of the server, like that of the creation; a finalizer changes nothing that is pushed. */
function isUntouched(metadata: ObjectMeta): boolean {
  const made = dateOf(metadata.creationTimestamp);
  return (
    made !== undefined &&
    (metadata.managedFields ?? [])
      .filter(changesContent)
      .every(({ time }) => (dateOf(time)?.getTime() ?? Infinity) <= +made)
  );
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
