import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  ObjectMeta,
  PartialObjectMetadata,
  PushObservation,
  StoredSecretDescription,
} from '@strongroom/backstage-plugin-secrets-node';
import { PushSecret } from '../objects/types';
import { pushedKeysOf } from '../objects/ownPushSecret';
import {
  foreignWritesOf,
  isChangedByOthers,
  isOnlyOurs,
  leftoverKeysOf,
  secretKeysOf,
} from '../objects/writers';
import { explainOtherStores, observePush } from '../push/observePush';
import { PushRecord, toPushRecord } from '../push/PushRecord';
import { StepTools } from '../steps/types';
import { contentVersion } from './contentVersion';

/** Milliseconds in which a PushSecret follows its Secret when all goes well. */
const PUSH_SECRET_EXPECTED_MS = 60_000;

const CHANGED_BY_OTHERS =
  'Its value was last written by something else than this portal, such as OpenChoreo or kubectl.';

/** What details say of a secret, from the metadata of its Secret and from its PushSecret. */
export function describeSecret(
  secret: PartialObjectMetadata | undefined,
  pushSecret: PushSecret | undefined,
  { storeName, alsoPushTo }: Pick<StepTools, 'storeName' | 'alsoPushTo'>,
): StoredSecretDescription | undefined {
  const record = pushSecret && toPushRecord(pushSecret);
  const push = record
    ? pushOf(secret, record, storeName)
    : secret && withoutPushSecret(secret.metadata);
  const warnings = [
    record && explainOtherStores(record, [storeName ?? '', ...alsoPushTo]),
    [secret, pushSecret].some(
      object => object && isChangedByOthers(object.metadata),
    )
      ? CHANGED_BY_OTHERS
      : undefined,
  ].flatMap(warning => warning ?? []);
  return (
    push && {
      keys: secret && secretKeysOf(secret.metadata),
      version: contentVersion(secret, pushSecret),
      push,
      leftoverKeys:
        secret && pushSecret
          ? leftoverKeysOf(secret.metadata, pushedKeysOf(pushSecret))
          : [],
      operationIds: [secret, pushSecret].flatMap(
        object => object?.metadata.annotations?.[ANNOTATIONS.operation] ?? [],
      ),
      onlyOurs: [secret, pushSecret].every(
        object => !object || isOnlyOurs(object.metadata),
      ),
      foreignWrites: secret && foreignWritesOf(secret.metadata),
      ...(warnings.length > 0 && { warnings }),
    }
  );
}

function pushOf(
  secret: PartialObjectMetadata | undefined,
  record: PushRecord,
  storeName: string | undefined,
): PushObservation {
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
