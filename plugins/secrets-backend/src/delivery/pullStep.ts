import { DeliveryStep } from '@strongroom/backstage-plugin-secrets-common';
import { formatAge } from './formatAge';
import { Consumer, DeliveryFacts } from './types';

/** Why a consumer reports an error, by the reason of its `Ready` condition. */
const REASONS: Record<string, { sentence: string; remedy: string }> = {
  SecretSyncedError: {
    sentence: 'could not read the value from the store',
    remedy:
      'Check that the store has every key it asks for, and that it may read them.',
  },
  SecretMissing: {
    sentence: 'does not find the Secret it should write to',
    remedy:
      'It writes into a Secret that others have to make; make it, or change its creation policy.',
  },
  SecretDeleted: {
    sentence:
      'has deleted its Secret, because the store no longer has the value',
    remedy: 'Set the values again.',
  },
};

const OTHER_REASON = {
  sentence: 'reports an error',
  remedy: 'Ask a platform engineer to look at its events.',
};

/**
 * What became of the value at one consumer. It has the present value when it read the store after the last confirmed
 * push; both times come from External Secrets and are whole seconds.
 */
export function pullStep(
  consumer: Consumer,
  { observation, now }: Pick<DeliveryFacts, 'observation' | 'now'>,
): DeliveryStep {
  const { namespace, name, refreshTime } = consumer;
  const step = {
    step: 'pulled' as const,
    consumer: {
      namespace,
      name,
      secret: consumer.target,
      ...(consumer.refreshPolicy === 'interval' && {
        refreshInterval: consumer.refreshInterval,
      }),
    },
    at: refreshTime?.toISOString(),
  };
  const label = `ExternalSecret ${namespace}/${name}`;
  if (consumer.ready === undefined) {
    return {
      ...step,
      state: 'waiting',
      sentence: `${label} has not read the store yet.`,
    };
  }
  if (!consumer.ready) {
    const { sentence, remedy } = REASONS[consumer.reason ?? ''] ?? OTHER_REASON;
    return {
      ...step,
      at: consumer.since?.toISOString() ?? step.at,
      state: 'failed',
      sentence: `${label} ${sentence}${alsoReads(consumer)}.`,
      remedy,
    };
  }
  const confirmedAt = observation?.push.confirmedAt;
  if (!refreshTime || !confirmedAt || refreshTime >= wholeSecond(confirmedAt)) {
    return {
      ...step,
      state: 'done',
      sentence: `${label} has read the value into the Secret ${
        consumer.target
      }; ${nextRead(consumer)}.`,
    };
  }
  return {
    ...step,
    state: 'waiting',
    sentence: `${label} read the store ${formatAge(
      refreshTime,
      now,
    )} ago, before the last push; ${nextRead(consumer)}.`,
    remedy:
      consumer.refreshPolicy === 'never'
        ? 'Whoever owns it has to delete the Secret that it writes, or to change its policy.'
        : 'Sync the secret to have it read now.',
  };
}

function wholeSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

function nextRead({ refreshPolicy, refreshInterval }: Consumer): string {
  switch (refreshPolicy) {
    case 'never':
      return 'by its own policy it does not read again';
    case 'onChange':
      return 'by its own policy it reads again only when it is changed itself';
    default:
      return `it reads again every ${refreshInterval}`;
  }
}

function alsoReads({ remoteKeys }: Consumer): string {
  return remoteKeys.length > 1 ? ', or another path that it reads' : '';
}
