import { ResourceStore } from '@strongroom/embedded-cluster';
import { EstateSecret } from '../types';

const DAY_MS = 86_400_000;

/** Where the estate is written. */
export interface EstateSite {
  controlPlane: ResourceStore;
  /** By the name of the cluster; one that does not answer is not among them. */
  clusters: Record<string, ResourceStore>;
  kv: { address: string; token: string };
}

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
