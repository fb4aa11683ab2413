/** A token and how long it lasts. */
export interface Lease {
  token: string;
  renewable: boolean;
  /** Milliseconds since 1970. */
  since: number;
  /** Milliseconds; infinite for a token that never expires. */
  lastsMs: number;
}

/** Part of its life after which a token is renewed. */
const RENEW_AFTER = 2 / 3;

/** Reads the `auth` part of a login or a renewal; `undefined` when there is none. */
export function readLease(body: unknown, now: number): Lease | undefined {
  const { auth } = (body ?? {}) as {
    auth?: {
      client_token?: unknown;
      renewable?: unknown;
      lease_duration?: unknown;
    } | null;
  };
  if (!auth || typeof auth.client_token !== 'string') {
    return undefined;
  }
  return {
    token: auth.client_token,
    renewable: auth.renewable === true,
    since: now,
    lastsMs: toLife(auth.lease_duration),
  };
}

/** Seconds of the server as milliseconds; none of them means for ever. */
export function toLife(seconds: unknown): number {
  return typeof seconds === 'number' && seconds > 0
    ? seconds * 1000
    : Number.POSITIVE_INFINITY;
}

/** Whether it is time to renew a token. */
export function isAgeing({ since, lastsMs }: Lease, now: number): boolean {
  return now - since >= lastsMs * RENEW_AFTER;
}

/** Whether a token can still be used. */
export function isAlive({ since, lastsMs }: Lease, now: number): boolean {
  return now - since < lastsMs;
}
