import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createSecretConditionalDecision } from '../../permissions';
import { TestPolicy } from './testPolicy';

type Condition = Parameters<typeof createSecretConditionalDecision>[1];

/** What one user may do: permissions by name, each wholly or under a condition. */
export type Grants = Record<string, true | Condition>;

/** A policy that knows each user by name, so that no test sees decisions kept for another. */
export function grantsPolicy(grants: Map<string, Grants>): TestPolicy {
  return (permission, user): PolicyDecision => {
    const grant = user && grants.get(user.ref)?.[permission.name];
    if (grant === undefined) {
      return { result: AuthorizeResult.DENY };
    }
    return grant === true
      ? { result: AuthorizeResult.ALLOW }
      : createSecretConditionalDecision(permission as never, grant);
  };
}
