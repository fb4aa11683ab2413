import { PushObservation } from '@strongroom/backstage-plugin-secrets-node';
import { PushRecord } from './PushRecord';

/** Milliseconds after which a push without an answer counts as failed. */
const ANSWER_EXPECTED_MS = 60_000;
/** Milliseconds after which an unconfirmed deletion counts as stuck. */
const DELETION_EXPECTED_MS = 120_000;

const OTHER_STORE =
  'It is pushed to another store than the one the plane names now.';

/**
 * The push state of a secret for a plane with this store. The store of a PushSecret is never rewritten, so one that
 * names another than the plane is told, not repaired.
 */
export function observePush(
  record: PushRecord,
  storeName: string | undefined,
): PushObservation {
  const store = record.stores.find(
    candidate => candidate.store === `ClusterSecretStore/${storeName}`,
  );
  const observation = stateOf(record, store ?? record.stores[0]);
  if (store || storeName === undefined || record.deletion) {
    return observation;
  }
  return {
    ...observation,
    message: observation.message
      ? `${observation.message} ${OTHER_STORE}`
      : OTHER_STORE,
  };
}

function stateOf(
  record: PushRecord,
  store: PushRecord['stores'][number] | undefined,
): PushObservation {
  const { ready, changedAt, confirmedAt, deletion } = record;
  if (deletion) {
    return {
      state: 'Deleting',
      since: deletion.at,
      confirmedAt,
      then: {
        at: after(deletion.at, DELETION_EXPECTED_MS),
        state: 'DeleteStuck',
        message: deletion.stuck,
      },
    };
  }
  if (ready?.failure) {
    return { ...ready.failure, since: ready.at, confirmedAt };
  }
  if (ready?.ok && record.current && store?.complete) {
    const since = ready.at > changedAt ? ready.at : changedAt;
    return { state: 'Synced', since, confirmedAt };
  }
  return {
    state: 'Pushing',
    since: changedAt,
    confirmedAt,
    then: {
      at: after(changedAt, ANSWER_EXPECTED_MS),
      state: 'Failed',
      message: 'There is no answer from External Secrets.',
    },
  };
}

function after(date: Date, milliseconds: number): Date {
  return new Date(date.getTime() + milliseconds);
}
