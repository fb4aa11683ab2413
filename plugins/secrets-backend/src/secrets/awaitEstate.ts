import { SecretsError } from '../errors';
import { SecretIndex } from '../references';

const PATIENCE_MS = 5_000;

/**
 * Waits until the control plane has been read once: before that nothing is known, and an empty list or an absent namespace
 * would be a wrong answer.
 *
 * @throws SecretsError `PlaneUnreachable` when it takes too long, `StoreNotReady` when the portal has no right to it
 */
export async function awaitEstate(index: SecretIndex): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(explainSilence(index)), PATIENCE_MS);
  });
  try {
    await Promise.race([index.listed(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A control plane that says no does answer: then waiting does not help. */
function explainSilence(index: SecretIndex): SecretsError {
  const refusal = index
    .problems()
    .find(({ plane, code }) => !plane && code === 'StoreNotReady');
  return refusal
    ? new SecretsError('StoreNotReady', refusal.message)
    : new SecretsError(
        'PlaneUnreachable',
        'The control plane has not answered since the portal was started. Try again later.',
        { retryAfter: 5 },
      );
}
