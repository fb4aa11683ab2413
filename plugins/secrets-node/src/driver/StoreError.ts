import { CustomErrorBase } from '@backstage/errors';

/** The closed set of what may go wrong outside. @public */
export type StoreErrorCode =
  | 'NotFound'
  | 'AlreadyExists'
  | 'NotOwned'
  | 'Conflict'
  | 'Denied'
  | 'Unauthenticated'
  | 'Unavailable'
  | 'RateLimited'
  | 'Timeout'
  | 'Invalid'
  | 'TooLarge'
  | 'Unsupported';

/**
 * What a store or a cluster answered, in our words. The text of the answer itself never becomes part of it.
 * @public
 */
export class StoreError extends CustomErrorBase {
  readonly code: StoreErrorCode;
  /** Whether the call may have had its effect although no answer came. */
  readonly outcomeUnknown: boolean;
  /** Milliseconds to wait, when the other side said so. */
  readonly retryAfterMs?: number;
  /** For `Denied`: whether the caller was refused that we spoke for, and not the portal itself. */
  readonly deniedCaller: boolean;

  name = 'StoreError' as const;

  constructor(
    code: StoreErrorCode,
    message: string,
    options: {
      outcomeUnknown?: boolean;
      retryAfterMs?: number;
      deniedCaller?: boolean;
    } = {},
  ) {
    super(message);
    this.code = code;
    this.outcomeUnknown = options.outcomeUnknown ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.deniedCaller = options.deniedCaller ?? false;
  }
}

/** Whether an error is a {@link StoreError}, with one of the given codes when any is given. @public */
export function isStoreError(
  error: unknown,
  ...codes: StoreErrorCode[]
): error is StoreError {
  // by name: a module may have a copy of this package of its own
  const { name, code } = (error ?? {}) as Partial<StoreError>;
  return (
    name === 'StoreError' &&
    code !== undefined &&
    (codes.length === 0 || codes.includes(code))
  );
}
