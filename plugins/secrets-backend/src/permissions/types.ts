import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';

/**
 * What a rule may look at: the row of the index, or the candidate of a create. Attributes that are not known yet are
 * left out, and make a rule answer "maybe".
 */
export interface SecretAttributes {
  namespace: string;
  namespaceLabels: Record<string, string>;
  /** Entity refs, lower case. */
  namespaceOwners: string[];
  name?: string;
  type?: string;
  plane?: PlaneRef;
  /** Keys that the operation touches. */
  touches?: 'none' | 'all' | string[];
}

/** A decision on attributes that may not all be known. */
export type Answer = 'yes' | 'no' | 'maybe';

/** What one caller may do, resolved once per request and evaluated in memory. */
export interface Access {
  decide(permission: { name: string }, attributes: SecretAttributes): Answer;
  /** `true` only for a definite yes. */
  allows(permission: { name: string }, attributes: SecretAttributes): boolean;
  /** For permissions that are not decided per secret (`secrets.access`). */
  has(permission: { name: string }): boolean;
}

/** Options of {@link AccessResolver.resolve}. */
export interface ResolveAccessOptions {
  /** Whether the request changes anything; decisions for those are always asked anew. */
  write: boolean;
}

/** Finds out what a caller may do. */
export interface AccessResolver {
  /** Asks the policy about all permissions in one call. Whoever is unknown gets an access that denies everything. */
  resolve(
    credentials: BackstageCredentials,
    options: ResolveAccessOptions,
  ): Promise<Access>;
}
