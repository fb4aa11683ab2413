import { createHash } from 'node:crypto';
import { Found } from './types';

/** Id of a finding: the same tomorrow and on every replica, and opaque. */
export function idOf({ kind, identity }: Pick<Found, 'kind' | 'identity'>) {
  return createHash('sha256')
    .update(JSON.stringify([kind, ...identity]))
    .digest('base64url')
    .slice(0, 22);
}
