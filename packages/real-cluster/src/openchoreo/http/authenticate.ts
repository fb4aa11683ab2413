import { IncomingMessage } from 'node:http';
import { Role } from '../types';

/** Why a caller is not let in, as the API says it. */
export interface Refusal {
  error: string;
  message: string;
}

const everything: Role = { secrets: true, references: true };

/** The role of a caller, by the bearer token. Without authorization everybody has every right. */
export function authenticate(
  request: IncomingMessage,
  roles: Record<string, Role> | undefined,
): Role | Refusal {
  if (!roles) {
    return everything;
  }
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (!token) {
    return {
      error: 'MISSING_TOKEN',
      message: 'missing or invalid authentication token',
    };
  }
  return Object.hasOwn(roles, token)
    ? roles[token]
    : { error: 'INVALID_TOKEN', message: 'invalid or expired token' };
}
