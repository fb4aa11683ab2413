import { createPermissionIntegrationRouter } from '@backstage/plugin-permission-node';
import { secretRules } from './rules';
import { SecretAttributes } from './types';

const namespaceOnly: SecretAttributes = {
  namespace: 'acme',
  namespaceLabels: { team: 'payments', tier: '' },
  namespaceOwners: ['group:default/payments', 'user:default/lead'],
};
const secret: SecretAttributes = {
  ...namespaceOnly,
  name: 'db-login',
  type: 'kubernetes.io/basic-auth',
  plane: { kind: 'ClusterDataPlane', name: 'default' },
  touches: ['username', 'password'],
};

function ask(
  rule: keyof typeof secretRules,
  params: unknown,
  attributes: SecretAttributes,
) {
  return secretRules[rule].prepareUnchecked(params)?.(attributes);
}

describe('secretRules', () => {
  it('answer yes or no from what is always known: the namespace, its labels and its owners', () => {
    for (const attributes of [namespaceOnly, secret]) {
      expect(
        ask('isInNamespace', { namespaces: ['other', 'acme'] }, attributes),
      ).toBe('yes');
      expect(ask('isInNamespace', { namespaces: ['acme-2'] }, attributes)).toBe(
        'no',
      );
      expect(ask('isInNamespace', { namespaces: [] }, attributes)).toBe('no');

      expect(ask('hasNamespaceLabel', { key: 'team' }, attributes)).toBe('yes');
      expect(
        ask('hasNamespaceLabel', { key: 'team', value: 'search' }, attributes),
      ).toBe('no');
      expect(
        ask('hasNamespaceLabel', { key: 'tier', value: '' }, attributes),
      ).toBe('yes');
      expect(ask('hasNamespaceLabel', { key: 'constructor' }, attributes)).toBe(
        'no',
      );

      expect(
        ask(
          'isNamespaceOwner',
          { claims: ['user:default/dev', 'Group:Default/Payments'] },
          attributes,
        ),
      ).toBe('yes');
      expect(
        ask('isNamespaceOwner', { claims: ['group:default/pay'] }, attributes),
      ).toBe('no');
      expect(ask('isNamespaceOwner', { claims: [] }, attributes)).toBe('no');
    }
  });

  it.each<[keyof typeof secretRules, object, object]>([
    ['hasName', { names: ['db-login'] }, { names: ['db'] }],
    ['hasName', { prefix: 'db-' }, { prefix: 'db-x' }],
    ['hasType', { types: ['kubernetes.io/basic-auth'] }, { types: ['Opaque'] }],
    [
      'hasPlane',
      { planes: ['ClusterDataPlane/default'] },
      { planes: ['DataPlane/default'] },
    ],
    [
      'touchesOnlyKeys',
      { keys: ['password', 'username', 'host'] },
      { keys: ['password'] },
    ],
    ['touchesOnlyKeys', { prefix: 'u' }, { prefix: 'p' }],
  ])(
    '%s %j: maybe while the secret is unknown, for the framework no',
    (rule, fitting, failing) => {
      const whole =
        rule === 'touchesOnlyKeys' && 'prefix' in fitting
          ? { ...secret, touches: ['username', 'url'] }
          : secret;
      expect(ask(rule, fitting, namespaceOnly)).toBe('maybe');
      expect(ask(rule, failing, namespaceOnly)).toBe('maybe');
      expect(ask(rule, fitting, whole)).toBe('yes');
      expect(ask(rule, failing, whole)).toBe('no');

      const { apply } = secretRules[rule] as {
        apply(attributes: SecretAttributes, params: object): boolean;
      };
      expect(apply(namespaceOnly, fitting)).toBe(false);
      expect(apply(whole, fitting)).toBe(true);
      expect(apply(whole, failing)).toBe(false);
    },
  );

  it('say no at once when no secret at all can fit', () => {
    expect(ask('hasName', { names: [] }, namespaceOnly)).toBe('no');
    expect(ask('hasType', { types: [] }, namespaceOnly)).toBe('no');
    expect(ask('hasPlane', { planes: [] }, namespaceOnly)).toBe('no');
  });

  it('count reading as touching no key, and deleting as touching all', () => {
    for (const params of [
      { keys: ['password'] },
      { keys: [] },
      { prefix: 'p' },
    ]) {
      expect(
        ask('touchesOnlyKeys', params, { ...secret, touches: 'none' }),
      ).toBe('yes');
      expect(
        ask('touchesOnlyKeys', params, { ...secret, touches: 'all' }),
      ).toBe('no');
    }
    expect(
      ask(
        'touchesOnlyKeys',
        { keys: ['a'] },
        { ...secret, touches: ['__proto__'] },
      ),
    ).toBe('no');
  });

  it.each<[keyof typeof secretRules, unknown]>([
    ['isInNamespace', undefined],
    ['isInNamespace', { namespaces: 'acme' }],
    ['isInNamespace', { namespaces: ['acme'], more: true }],
    ['hasNamespaceLabel', { value: 'x' }],
    ['isNamespaceOwner', { claims: [1] }],
    ['hasName', {}],
    ['hasName', { names: ['a'], prefix: 'a' }],
    ['hasName', { prefix: '' }],
    ['hasType', { types: undefined }],
    ['hasPlane', { planes: ['default'] }],
    ['hasPlane', { planes: ['Cluster/default'] }],
    ['touchesOnlyKeys', { prefix: '' }],
    ['touchesOnlyKeys', { keys: null }],
  ])('%s refuses the parameters %j', (rule, params) => {
    expect(ask(rule, params, secret)).toBeUndefined();
  });

  it('can be described to the framework, parameters included', () => {
    const router = createPermissionIntegrationRouter();
    router.addPermissionRules(Object.values(secretRules));
    expect(Object.values(secretRules).map(({ name }) => name)).toEqual([
      'IS_IN_NAMESPACE',
      'HAS_NAMESPACE_LABEL',
      'IS_NAMESPACE_OWNER',
      'HAS_NAME',
      'HAS_TYPE',
      'HAS_PLANE',
      'TOUCHES_ONLY_KEYS',
    ]);
  });
});
