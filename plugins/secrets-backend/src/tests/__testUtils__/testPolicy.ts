import {
  createServiceFactory,
  coreServices,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createSecretConditionalDecision,
  secretConditions,
} from '../../permissions';

/** What a policy answers to one permission of one user. */
export type TestPolicy = (
  permission: { name: string },
  user: { ref: string; groups: string[] } | undefined,
) => PolicyDecision;

/** Groups of the users that tests know. */
export const TEST_GROUPS: Record<string, string[]> = {
  'user:default/payments-dev': ['group:default/team-payments'],
  'user:default/frontend-dev': ['group:default/team-frontend'],
  'user:default/platform': ['group:default/platform'],
  'user:default/guest': [],
};

const PLATFORM_ONLY = ['secrets.review', 'secrets.reference.link-foreign'];

/** Platform may do everything, a team everything in its namespaces, a guest only look at the tab. */
export const teamsPolicy: TestPolicy = (permission, user) => {
  if (!user || user.groups.includes('group:default/platform')) {
    return { result: AuthorizeResult.ALLOW };
  }
  if (permission.name === 'secrets.access') {
    return { result: AuthorizeResult.ALLOW };
  }
  return user.groups.length === 0 || PLATFORM_ONLY.includes(permission.name)
    ? { result: AuthorizeResult.DENY }
    : createSecretConditionalDecision(
        permission as never,
        secretConditions.isNamespaceOwner({ claims: user.groups }),
      );
};

/** Decides in process by a policy that a test can change while the portal runs. */
export function permissionsFactory(current: {
  policy: TestPolicy;
}): ServiceFactory {
  return createServiceFactory({
    service: coreServices.permissions,
    deps: {},
    factory() {
      const decide = (
        requests: Array<{ permission: { name: string } }>,
        { credentials }: { credentials: any },
      ) => {
        const ref = credentials.principal.userEntityRef;
        const user = ref && { ref, groups: TEST_GROUPS[ref] ?? [] };
        return requests.map(({ permission }) =>
          current.policy(permission, user),
        );
      };
      return {
        authorize: async (requests: any, options: any) =>
          decide(requests, options) as any,
        authorizeConditional: async (requests: any, options: any) =>
          decide(requests, options) as any,
      };
    },
  });
}
