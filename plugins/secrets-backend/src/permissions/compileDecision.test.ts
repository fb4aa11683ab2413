import { mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  PermissionCondition,
  PermissionCriteria,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_SECRET,
  secretUpdatePermission,
} from '@strongroom/backstage-plugin-secrets-common';
import fc from 'fast-check';
import { compileDecision } from './compileDecision';
import {
  createSecretConditionalDecision,
  secretConditions,
} from './conditions';
import { secretRules } from './rules';
import { SecretAttributes } from './types';

type Criteria = PermissionCriteria<PermissionCondition>;

const some = <T>(...values: T[]) => fc.subarray(values);
const one = <T>(...values: T[]) => fc.constantFrom(...values);

const leaf = fc.oneof(
  some('acme', 'globex').map(namespaces =>
    secretConditions.isInNamespace({ namespaces }),
  ),
  fc
    .record({ key: one('team', 'tier'), value: one(undefined, 'a', 'b') })
    .map(params => secretConditions.hasNamespaceLabel(params)),
  some('group:default/a', 'GROUP:default/b').map(claims =>
    secretConditions.isNamespaceOwner({ claims }),
  ),
  some('db', 'db-login', 'web').map(names =>
    secretConditions.hasName({ names }),
  ),
  one('db', 'w', 'x').map(prefix => secretConditions.hasName({ prefix })),
  some('Opaque', 'kubernetes.io/tls').map(types =>
    secretConditions.hasType({ types }),
  ),
  some('DataPlane/a', 'ClusterDataPlane/a').map(planes =>
    secretConditions.hasPlane({ planes }),
  ),
  some('user', 'password').map(keys =>
    secretConditions.touchesOnlyKeys({ keys }),
  ),
  one('u', 'pass').map(prefix => secretConditions.touchesOnlyKeys({ prefix })),
) as fc.Arbitrary<Criteria>;

const { criteria } = fc.letrec<{ criteria: Criteria }>(tie => ({
  criteria: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc
      .array(tie('criteria'), { minLength: 1, maxLength: 3 })
      .map(allOf => ({ allOf } as Criteria)),
    fc
      .array(tie('criteria'), { minLength: 1, maxLength: 3 })
      .map(anyOf => ({ anyOf } as Criteria)),
    tie('criteria').map(not => ({ not } as Criteria)),
  ),
}));

const known: fc.Arbitrary<Required<SecretAttributes>> = fc.record({
  namespace: one('acme', 'globex', 'initech'),
  namespaceLabels: one<Record<string, string>>(
    {},
    { team: 'a' },
    { team: 'b', tier: 'a' },
  ),
  namespaceOwners: some('group:default/a', 'group:default/b', 'user:default/c'),
  name: one('db', 'db-login', 'web', 'other'),
  type: one('Opaque', 'kubernetes.io/tls', 'kubernetes.io/ssh-auth'),
  plane: one<Required<SecretAttributes>['plane']>(
    { kind: 'DataPlane', name: 'a' },
    { kind: 'ClusterDataPlane', name: 'a' },
    { kind: 'ClusterDataPlane', name: 'b' },
  ),
  touches: one<Required<SecretAttributes>['touches']>(
    'none',
    'all',
    ['user'],
    ['user', 'password'],
    ['passphrase'],
  ),
});
const unknowable = ['name', 'type', 'plane', 'touches'] as const;

function without(
  attributes: Required<SecretAttributes>,
  hidden: readonly (typeof unknowable)[number][],
): SecretAttributes {
  const rest: SecretAttributes = { ...attributes };
  for (const field of hidden) {
    delete rest[field];
  }
  return rest;
}

function decisionOn(conditions: Criteria): PolicyDecision {
  return createSecretConditionalDecision(
    secretUpdatePermission,
    conditions as Parameters<typeof createSecretConditionalDecision>[1],
  );
}

describe('compileDecision', () => {
  const logger = mockServices.logger.mock();
  const options = { permission: 'secrets.secret.update', logger };
  beforeEach(() => jest.resetAllMocks());

  it('answers like the framework when everything is known', () => {
    const frameworkSays = createConditionAuthorizer<SecretAttributes>({
      getRuleByName: name =>
        Object.values(secretRules).find(rule => rule.name === name) as any,
    });
    fc.assert(
      fc.property(criteria, known, (conditions, attributes) => {
        const decision = decisionOn(conditions);
        expect(compileDecision(decision, options)(attributes)).toBe(
          frameworkSays(decision, attributes) ? 'yes' : 'no',
        );
      }),
      { numRuns: 2_000 },
    );
    expect(logger.error).not.toHaveBeenCalled();
  });

  it('says yes or no of a secret to come only when every possible secret gets that answer', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        criteria,
        known,
        fc.subarray([...unknowable], { minLength: 1 }),
        known,
        (conditions, attributes, hidden, other) => {
          const test = compileDecision(decisionOn(conditions), options);
          const early = test(without(attributes, hidden));
          seen.add(early);
          const completed = { ...attributes };
          for (const field of hidden) {
            Object.assign(completed, { [field]: other[field] });
          }
          for (const complete of [attributes, completed]) {
            expect(['maybe', test(complete)]).toContain(early);
          }
        },
      ),
      { numRuns: 5_000 },
    );
    expect([...seen].sort()).toEqual(['maybe', 'no', 'yes']);
  });

  it('takes plain decisions as they are', () => {
    const attributes = fc.sample(known, 1)[0];
    const answer = (result: string) =>
      compileDecision({ result } as PolicyDecision, options)(attributes);
    expect(answer(AuthorizeResult.ALLOW)).toBe('yes');
    expect(answer(AuthorizeResult.DENY)).toBe('no');
    expect(answer('SOMETHING_NEW')).toBe('no');
  });

  it.each<[string, unknown]>([
    [
      'an unknown rule',
      { rule: 'IS_MONDAY\n', resourceType: RESOURCE_TYPE_SECRET },
    ],
    [
      'a rule on another resource type',
      {
        rule: 'IS_IN_NAMESPACE',
        resourceType: 'catalog-entity',
        params: { namespaces: ['acme'] },
      },
    ],
    [
      'invalid parameters',
      {
        rule: 'IS_IN_NAMESPACE',
        resourceType: RESOURCE_TYPE_SECRET,
        params: { namespaces: 'acme' },
      },
    ],
    ['an empty list', { anyOf: [] }],
    ['nothing at all', null],
  ])(
    'denies a decision with %s in it, below a "not" too, and logs why in one line',
    (_, broken) => {
      const attributes = fc.sample(known, 1)[0];
      const fine = { not: secretConditions.isInNamespace({ namespaces: [] }) };
      for (const conditions of [
        broken,
        { not: broken },
        { anyOf: [fine, { not: broken }] },
      ]) {
        logger.error.mockClear();
        const test = compileDecision(
          decisionOn(conditions as Criteria),
          options,
        );
        expect(test(attributes)).toBe('no');
        expect(logger.error).toHaveBeenCalledTimes(1);
        expect(logger.error.mock.calls[0][0]).toContain(
          'secrets.secret.update',
        );
        expect(
          Object.values(logger.error.mock.calls[0][1] ?? {}).join(),
        ).not.toMatch(/\n/);
      }
    },
  );
});
