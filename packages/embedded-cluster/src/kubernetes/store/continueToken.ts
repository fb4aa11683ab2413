import { badRequest } from '../errors';

/** Where a list goes on. @internal */
export interface Continuation {
  v: 1;
  /** -1: whatever is there now. */
  revision: number;
  after: string;
}

/** @internal */
export function encodeToken(continuation: Continuation): string {
  return Buffer.from(JSON.stringify(continuation)).toString('base64url');
}

/** @throws StatusError BadRequest @internal */
export function decodeToken(token: string): Continuation {
  try {
    const value = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (value.v === 1 && typeof value.after === 'string') {
      return { v: 1, revision: Number(value.revision), after: value.after };
    }
  } catch {
    // Answered below like any other token that is not ours.
  }
  throw badRequest(
    'invalid continue token: continue key is not valid: unrecognized encoded version',
  );
}
