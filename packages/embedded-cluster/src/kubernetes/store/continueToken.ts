import { getField } from '../../storage/jsonValue';
import { DecodeError } from '../decoding/DecodeError';
import { parseJson } from '../decoding/JsonParser';
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
  const refuse = (why: string) =>
    badRequest(`invalid continue token: continue key is not valid: ${why}`);
  try {
    const { value } = parseJson(Buffer.from(token, 'base64url').toString());
    if (getField(value, 'v') === 1) {
      return value as Continuation;
    }
  } catch (error) {
    throw error instanceof DecodeError ? refuse(error.message) : error;
  }
  throw refuse('unrecognized encoded version');
}
