import {
  ObjectMeta,
  PartialObjectMetadata,
  PushObservation,
  StoredSecretDescription,
} from '@strongroom/backstage-plugin-secrets-node';
import { PushSecret } from '../objects/types';
import { secretKeysOf } from '../objects/writers';
import { observePush } from '../push/observePush';
import { toPushRecord } from '../push/PushRecord';
import { contentVersion } from './contentVersion';

/** Milliseconds in which a PushSecret follows its Secret when all goes well. */
const PUSH_SECRET_EXPECTED_MS = 60_000;

/** What details say of a secret, from the metadata of its Secret and from its PushSecret. */
export function describeSecret(
  secret: PartialObjectMetadata | undefined,
  pushSecret: PushSecret | undefined,
  storeName: string | undefined,
): StoredSecretDescription | undefined {
  const push = pushSecret
    ? pushOf(secret, pushSecret, storeName)
    : secret && withoutPushSecret(secret.metadata);
  return (
    push && {
      keys: secret && secretKeysOf(secret.metadata),
      version: contentVersion(secret, pushSecret),
      push,
    }
  );
}

function pushOf(
  secret: PartialObjectMetadata | undefined,
  pushSecret: PushSecret,
  storeName: string | undefined,
): PushObservation {
  const record = toPushRecord(pushSecret);
  const push = observePush(record, storeName);
  if (secret || push.state === 'Deleting' || push.state === 'SourceMissing') {
    return push;
  }
  return {
    state: 'SourceMissing',
    since: record.changedAt,
    message: "The plane's Secret that should be pushed is gone.",
    confirmedAt: push.confirmedAt,
  };
}

function withoutPushSecret({ creationTimestamp }: ObjectMeta): PushObservation {
  const since = new Date(creationTimestamp ?? 0);
  return {
    state: 'Pending',
    since,
    then: {
      at: new Date(since.getTime() + PUSH_SECRET_EXPECTED_MS),
      state: 'Failed',
      message:
        'Its PushSecret is gone, so nothing carries the value to the store.',
    },
  };
}
