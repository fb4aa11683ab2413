import { ErrorCode } from '@strongroom/backstage-plugin-secrets-common';
import {
  StoreError,
  StoreErrorCode,
} from '@strongroom/backstage-plugin-secrets-node';
import { SecretsError } from './SecretsError';

/** What a caller is told for each thing that may go wrong outside. */
const ANSWERS: Record<StoreErrorCode, { code: ErrorCode; message: string }> = {
  NotFound: {
    code: 'SecretNotFound',
    message: 'The secret is not there.',
  },
  AlreadyExists: {
    code: 'SecretAlreadyExists',
    message: 'A secret of this name already exists in the namespace.',
  },
  NotOwned: {
    code: 'NotOwned',
    message:
      'Something of this name stands in the plane that was not made here, or was changed by someone else. It was left as it is.',
  },
  Conflict: {
    code: 'VersionConflict',
    message: 'The secret was changed in the meantime. Reload it and try again.',
  },
  Denied: {
    code: 'StoreNotReady',
    message:
      'The plane refuses what is needed for this. A platform engineer has to check the rights of the portal in that plane.',
  },
  Unauthenticated: {
    code: 'StoreNotReady',
    message:
      'The plane does not accept the credentials of the portal. A platform engineer has to renew them.',
  },
  Unavailable: {
    code: 'PlaneUnreachable',
    message: 'The plane cannot be reached at the moment. Try again later.',
  },
  RateLimited: {
    code: 'RateLimited',
    message: 'The plane asks to slow down. Try again in a moment.',
  },
  Timeout: {
    code: 'Timeout',
    message:
      'The plane did not answer in time. The state of the secret shows what was done.',
  },
  Invalid: {
    code: 'InvalidSecret',
    message: 'The plane refused the secret as invalid.',
  },
  TooLarge: {
    code: 'PayloadTooLarge',
    message: 'The secret is larger than the plane accepts.',
  },
  Unsupported: {
    code: 'Unsupported',
    message: 'The store of this plane cannot do that.',
  },
};

/** Puts what went wrong outside into the words of the HTTP contract. */
export function fromStoreError(error: StoreError): SecretsError {
  if (error.code === 'Denied' && error.deniedCaller) {
    return new SecretsError(
      'NotAllowed',
      'The cluster does not let you do this. Ask whoever gives rights there.',
    );
  }
  const { code, message } = ANSWERS[error.code];
  return new SecretsError(code, message, {
    retryAfter:
      error.retryAfterMs === undefined
        ? undefined
        : Math.ceil(error.retryAfterMs / 1000),
  });
}
