import { useRef } from 'react';
import { SecretsApiError } from '@strongroom/backstage-plugin-secrets-common';
import { createIdempotencyKey } from './createIdempotencyKey';

/** The idempotency key of one attempt. @internal */
export interface IdempotencyKey {
  /** The key to send now. */
  read(): string;
  /** Told how an attempt has ended. */
  ended(error: Error | null): void;
}

/**
 * Attempts carry one key until one was answered: what comes after that is another request.
 * An attempt whose answer did not arrive is the same request when it is sent again.
 * @internal
 */
export function useIdempotencyKey(): IdempotencyKey {
  const key = useRef(createIdempotencyKey());
  return {
    read: () => key.current,
    ended: error => {
      const isAnswered =
        !error ||
        (error instanceof SecretsApiError && error.code !== 'Timeout');
      if (isAnswered) {
        key.current = createIdempotencyKey();
      }
    },
  };
}
