import {
  PushObservation,
  StorePushObservation,
} from '@strongroom/backstage-plugin-secrets-node';
import { PushRecord, storeNameOf } from './PushRecord';

/** Milliseconds after which a push without an answer counts as failed. */
const ANSWER_EXPECTED_MS = 60_000;
/** Milliseconds after which an unconfirmed deletion counts as stuck. */
const DELETION_EXPECTED_MS = 120_000;

const OTHER_STORE =
  'It is pushed to another store than the one the plane names now.';
const OWN_HAS_IT = "The plane's own store has the value.";
const OTHERS_BY_LABEL =
  "It is pushed to stores that are chosen by labels, and the plane's own is not among them.";

/**
 * The push state of a secret for a plane with this store. The store of a PushSecret is never rewritten, so one that
 * names another than the plane is told, not repaired. With several stores it is Synced when all of them have the value,
 * and a failure of one is the state of the whole; what each of them has is told beside it.
 */
export function observePush(
  record: PushRecord,
  storeName: string | undefined,
): PushObservation {
  const own = `ClusterSecretStore/${storeName}`;
  const hasOwn = record.stores.some(({ store }) => store === own);
  const observation = { ...stateOf(record), ...storesOf(record, own) };
  if (hasOwn && observation.stores?.[0].state === 'Synced') {
    const { state, message } = observation;
    return state === 'Failed'
      ? { ...observation, message: `${message} ${OWN_HAS_IT}` }
      : observation;
  }
  if (hasOwn || storeName === undefined || record.deletion) {
    return observation;
  }
  if (record.selectsStores && record.stores.length === 0) {
    return observation;
  }
  const { message } = observation;
  const hint = record.selectsStores ? OTHERS_BY_LABEL : OTHER_STORE;
  return { ...observation, message: message ? `${message} ${hint}` : hint };
}

/**
 * What differs between the stores of a PushSecret and those of its plane, in one sentence; `undefined` when nothing does,
 * or when labels choose them.
 */
export function explainOtherStores(
  record: PushRecord,
  wanted: string[],
): string | undefined {
  const present = record.stores.map(({ store }) => storeNameOf(store));
  const missing = wanted.filter(name => !present.includes(name));
  const further = present.filter(name => !wanted.includes(name));
  if (record.selectsStores || missing.length + further.length === 0) {
    return undefined;
  }
  const differences = [
    ...(missing.length > 0 ? [`not to ${missing.join(' and ')}`] : []),
    ...(further.length > 0 ? [`but to ${further.join(' and ')}`] : []),
  ];
  return `It is pushed to other stores than a new secret of this plane would be: ${differences.join(
    ', ',
  )}. The stores of a secret are never changed, because that would delete its value; make it anew to move it.`;
}

function stateOf(record: PushRecord): PushObservation {
  const { ready, changedAt, confirmedAt, deletion } = record;
  if (deletion) {
    return {
      state: 'Deleting',
      since: deletion.at,
      ...(deletion.failed && { message: deletion.stuck }),
      confirmedAt,
      then: {
        at: after(deletion.at, DELETION_EXPECTED_MS),
        state: 'DeleteStuck',
        message: deletion.stuck,
      },
    };
  }
  if (ready?.failure) {
    const { state, message } = ready.failure;
    return { state, message, since: ready.at, confirmedAt };
  }
  if (isSynced(record)) {
    const since = ready!.at > changedAt ? ready!.at : changedAt;
    return { state: 'Synced', since, confirmedAt };
  }
  return {
    state: 'Pushing',
    since: changedAt,
    confirmedAt,
    then: {
      at: after(changedAt, ANSWER_EXPECTED_MS),
      state: 'Failed',
      message:
        record.selectsStores && record.stores.length === 0
          ? 'No secret store has the labels that its PushSecret chooses stores by, so it is pushed nowhere.'
          : 'There is no answer from External Secrets.',
    },
  };
}

function isSynced({ ready, current, stores }: PushRecord): boolean {
  return (
    ready?.ok === true &&
    current &&
    stores.length > 0 &&
    stores.every(({ complete }) => complete)
  );
}

/** Each store by itself, the plane's own first; nothing where there is one, or where that would say no more. */
function storesOf(
  record: PushRecord,
  own: string,
): Pick<PushObservation, 'stores'> {
  const { deletion, ready, stores } = record;
  if (
    stores.length < 2 ||
    deletion ||
    ready?.failure?.state === 'SourceMissing'
  ) {
    return {};
  }
  const first = stores.filter(({ store }) => store === own);
  const others = stores.filter(({ store }) => store !== own);
  return {
    stores: [...first, ...others].map(store => storeState(record, store)),
  };
}

/**
 * External Secrets tells one outcome for all stores, and which store has which key: since that may be of an earlier
 * value, it counts only when the object has been pushed as it stands or was never changed.
 */
function storeState(
  { ready, current, untouched }: PushRecord,
  { store: key, complete }: PushRecord['stores'][number],
): StorePushObservation {
  const store = storeNameOf(key);
  const failure = ready?.failure;
  const has = complete && (current || (failure !== undefined && untouched));
  if (failure && (failure.store ? failure.store === store : !has)) {
    return { store, state: 'Failed', message: failure.message };
  }
  if (has) {
    return { store, state: 'Synced' };
  }
  return {
    store,
    state: 'Pushing',
    ...(failure && {
      message: `Whether the store ${store} has the value of now cannot be told as long as the push to another store of the secret fails.`,
    }),
  };
}

function after(date: Date, milliseconds: number): Date {
  return new Date(date.getTime() + milliseconds);
}
