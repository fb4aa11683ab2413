import { EstateSecret } from '../types';

const DAY_MS = 86_400_000;

/** A secret in its namespace, with what was made up for it. */
export interface PlacedSecret {
  namespace: string;
  secret: EstateSecret;
  values: Record<string, string>;
  /** Marks the objects that the portal made in one operation. */
  operationId: string;
}

/** The time so many days before now. */
export function daysAgo(days: number): Date {
  return new Date(Date.now() - days * DAY_MS);
}
