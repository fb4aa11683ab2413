import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { secretsPermissions } from '@strongroom/backstage-plugin-secrets-common';
import { DEMO_ROLES, DemoRole } from '../auth/demoRoles';
import { DemoPolicy } from './DemoPolicy';

const policy = new DemoPolicy();

/** What a role may do with secrets: permission by permission, `owned` where that is the condition. */
async function rightsOf(role: DemoRole): Promise<Record<string, string>> {
  const userEntityRef = `user:default/${role}`;
  const rights: Record<string, string> = {};
  for (const permission of secretsPermissions) {
    const decision = await policy.handle({ permission }, {
      info: {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...DEMO_ROLES[role]],
      },
    } as any);
    rights[permission.name] =
      decision.result === AuthorizeResult.CONDITIONAL
        ? describeConditions(decision.conditions)
        : decision.result;
  }
  return rights;
}

function describeConditions(criteria: any): string {
  if (criteria.anyOf) {
    return criteria.anyOf.map(describeConditions).join(' or ');
  }
  const { rule, params } = criteria;
  return `${rule} ${Object.values(params).flat().join(',')}`;
}

const OWNER = /^\S*owner\S* group:default\/team-\w+$/i;

describe('the policy of the demo', () => {
  it('lets a team do everything in what it owns, and read what is shared', async () => {
    for (const role of ['payments-dev', 'frontend-dev'] as const) {
      const {
        'secrets.access': access,
        'secrets.review': review,
        'secrets.reference.link-foreign': linkForeign,
        ...rights
      } = await rightsOf(role);
      expect(access).toBe('ALLOW');
      expect(review).toBe('DENY');
      expect(linkForeign).toBe('DENY');
      const { 'secrets.secret.read': read, ...writes } = rights;
      const [owned, shared] = read.split(' or ');
      expect(owned).toMatch(OWNER);
      expect(owned).toContain(DEMO_ROLES[role][0]);
      expect(shared).toMatch(/ shared$/);
      for (const right of Object.values(writes)) {
        expect(right).toBe(owned);
      }
      expect(Object.keys(writes).length).toBeGreaterThanOrEqual(3);
    }
  });

  it('lets the platform do everything', async () => {
    expect(new Set(Object.values(await rightsOf('platform')))).toEqual(
      new Set(['ALLOW']),
    );
  });

  it('lets security read, review and change nothing, and a guest see the tab alone', async () => {
    const allowed = (rights: Record<string, string>) =>
      Object.keys(rights).filter(name => rights[name] !== 'DENY');
    expect(allowed(await rightsOf('security'))).toEqual([
      'secrets.access',
      'secrets.review',
      'secrets.secret.read',
    ]);
    expect(allowed(await rightsOf('guest'))).toEqual(['secrets.access']);
  });

  it('denies secrets to whoever is not signed in, and says nothing about other permissions', async () => {
    for (const permission of secretsPermissions.filter(
      ({ type }) => type === 'resource',
    )) {
      expect((await policy.handle({ permission })).result).toBe('DENY');
    }
    const other = createPermission({ name: 'catalog.x', attributes: {} });
    expect((await policy.handle({ permission: other })).result).toBe('ALLOW');
  });
});
