import {
  AuthorizeResult,
  isPermission,
  isResourcePermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  createSecretConditionalDecision,
  secretConditions,
} from '@strongroom/backstage-plugin-secrets-backend';
import {
  linkForeignPermission,
  RESOURCE_TYPE_SECRET,
  secretReadPermission,
  secretsReviewPermission,
} from '@strongroom/backstage-plugin-secrets-common';

const PLATFORM = 'group:default/platform';
const SECURITY = 'group:default/security';
/** Who may look at what belongs to no secret that a team could read. */
const REVIEWERS = [PLATFORM, SECURITY];
/** Everybody who belongs to a team may read what is here. */
const SHARED = 'shared';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/**
 * Who may do what in the demo:
 *
 * - platform: everything, in every namespace;
 * - security: read metadata and review the record everywhere, change nothing;
 * - a team: everything in the namespaces it owns but links to what others keep, and read in `shared`;
 * - whoever is in no team: see the tab, and no namespace.
 *
 * Everything that is not about secrets is allowed.
 */
export class DemoPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const groups = (user?.info.ownershipEntityRefs ?? []).filter(ref =>
      ref.startsWith('group:'),
    );
    if (isPermission(permission, secretsReviewPermission)) {
      return groups.some(group => REVIEWERS.includes(group)) ? ALLOW : DENY;
    }
    if (isPermission(permission, linkForeignPermission)) {
      return groups.includes(PLATFORM) ? ALLOW : DENY;
    }
    if (!isResourcePermission(permission, RESOURCE_TYPE_SECRET)) {
      return ALLOW;
    }
    if (groups.includes(PLATFORM)) {
      return ALLOW;
    }
    const reading = isPermission(permission, secretReadPermission);
    if (groups.includes(SECURITY)) {
      return reading ? ALLOW : DENY;
    }
    if (groups.length === 0) {
      return DENY;
    }
    const owned = secretConditions.isNamespaceOwner({ claims: groups });
    const shared = secretConditions.isInNamespace({ namespaces: [SHARED] });
    return createSecretConditionalDecision(
      permission,
      reading ? { anyOf: [owned, shared] } : owned,
    );
  }
}
