import {
  AuthService,
  BackstageCredentials,
  coreServices,
  createBackendModule,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import permissionPlugin from '@backstage/plugin-permission-backend';
import {
  AuthorizeResult,
  isPermission,
  isResourcePermission,
  Permission,
} from '@backstage/plugin-permission-common';
import {
  PolicyQuery,
  PolicyQueryUser,
  ServerPermissionClient,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  secretCreatePermission,
  secretDeletePermission,
  secretReadPermission,
  secretsAccessPermission,
  secretUpdatePermission,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  createSecretConditionalDecision,
  secretConditions,
} from './conditions';
import { DefaultAccessResolver } from './DefaultAccessResolver';
import { registerSecretPermissions } from './registerSecretPermissions';
import { SecretAttributes } from './types';

const acme: SecretAttributes = {
  namespace: 'acme',
  namespaceLabels: {},
  namespaceOwners: ['group:default/acme'],
};
const globex: SecretAttributes = {
  ...acme,
  namespace: 'globex',
  namespaceOwners: [],
};

function createResolver(secrets: object = {}) {
  const permissions = mockServices.permissions.mock({
    authorizeConditional: async requests =>
      requests.map(() => ({ result: AuthorizeResult.ALLOW })),
  });
  const logger = mockServices.logger.mock();
  const resolver = DefaultAccessResolver.fromConfig(
    new ConfigReader({ secrets } as any),
    { auth: mockServices.auth(), permissions, logger },
  );
  return { resolver, permissions, logger };
}

describe('DefaultAccessResolver', () => {
  afterEach(() => jest.useRealTimers());

  const read = { write: false };
  const write = { write: true };

  it('asks once for all permissions, and lets a user’s reads reuse the answer for a while, writes never', async () => {
    jest.useFakeTimers();
    const { resolver, permissions } = createResolver();
    const user = mockCredentials.user('user:default/dev');

    const [first, second] = await Promise.all([
      resolver.resolve(user, read),
      resolver.resolve(user, read),
    ]);
    expect(permissions.authorizeConditional).toHaveBeenCalledTimes(1);
    expect(
      permissions.authorizeConditional.mock.calls[0][0].map(
        r => r.permission.name,
      ),
    ).toEqual([
      'secrets.access',
      'secrets.review',
      'secrets.secret.read',
      'secrets.secret.create',
      'secrets.secret.update',
      'secrets.secret.delete',
      'secrets.reference.link-foreign',
    ]);
    expect(first.allows(secretReadPermission, acme)).toBe(true);
    expect(second.has(secretsAccessPermission)).toBe(true);
    expect(first.decide({ name: 'secrets.secret.other' }, acme)).toBe('no');
    expect(first.has({ name: 'secrets.secret.other' })).toBe(false);

    await resolver.resolve(user, write);
    await resolver.resolve(user, write);
    expect(permissions.authorizeConditional).toHaveBeenCalledTimes(3);

    jest.advanceTimersByTime(2_999);
    await resolver.resolve(user, read);
    expect(permissions.authorizeConditional).toHaveBeenCalledTimes(3);
    jest.advanceTimersByTime(1);
    await resolver.resolve(user, read);
    expect(permissions.authorizeConditional).toHaveBeenCalledTimes(4);
  });

  it('T35: never gives one user, or one session, what was decided for another', async () => {
    const { resolver, permissions } = createResolver();
    permissions.authorizeConditional.mockImplementation(
      async (requests, options) => {
        const { principal } = (
          options as { credentials: BackstageCredentials<any> }
        ).credentials;
        return requests.map(() => ({
          result:
            principal.userEntityRef === 'user:default/boss'
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
        }));
      },
    );
    const boss = mockCredentials.user('user:default/boss');
    const dev = mockCredentials.user('user:default/dev');
    const again = { ...dev, expiresAt: new Date(1) };

    expect(
      (await resolver.resolve(boss, read)).allows(secretReadPermission, acme),
    ).toBe(true);
    for (const other of [dev, again, mockCredentials.none()]) {
      const access = await resolver.resolve(other, read);
      expect(access.allows(secretReadPermission, acme)).toBe(false);
      expect(access.has(secretsAccessPermission)).toBe(false);
    }
    expect(permissions.authorizeConditional).toHaveBeenCalledTimes(3);
  });

  it('does not keep a failure, and reuses nothing when told so', async () => {
    const failing = createResolver();
    failing.permissions.authorizeConditional.mockRejectedValueOnce(
      new Error('down'),
    );
    const user = mockCredentials.user();
    await expect(failing.resolver.resolve(user, read)).rejects.toThrow('down');
    await expect(failing.resolver.resolve(user, read)).resolves.toBeDefined();

    const strict = createResolver({
      permissions: { reuseFor: { seconds: 0 } },
    });
    await strict.resolver.resolve(user, read);
    await strict.resolver.resolve(user, read);
    expect(strict.permissions.authorizeConditional).toHaveBeenCalledTimes(2);
  });

  it('denies services unless listed, without asking the framework', async () => {
    const { resolver, permissions } = createResolver({
      services: [
        {
          subject: 'external:ci',
          permissions: ['secrets.secret.read'],
          namespaces: ['*'],
        },
        {
          subject: 'external:ci',
          permissions: ['secrets.access', 'secrets.secret.update'],
          namespaces: ['acme'],
        },
        { subject: 'plugin:robot', permissions: ['*'], namespaces: ['acme'] },
      ],
    });
    const stranger = await resolver.resolve(
      mockCredentials.service('plugin:x'),
      write,
    );
    expect(permissions.authorizeConditional).not.toHaveBeenCalled();
    expect(stranger.decide(secretReadPermission, acme)).toBe('no');
    expect(stranger.has(secretsAccessPermission)).toBe(false);

    const ci = await resolver.resolve(
      mockCredentials.service('external:ci'),
      read,
    );
    expect(ci.allows(secretReadPermission, globex)).toBe(true);
    expect(ci.allows(secretUpdatePermission, acme)).toBe(true);
    expect(ci.allows(secretUpdatePermission, globex)).toBe(false);
    expect(ci.allows(secretDeletePermission, acme)).toBe(false);
    expect(ci.has(secretsAccessPermission)).toBe(true);

    const robot = await resolver.resolve(
      mockCredentials.service('plugin:robot'),
      read,
    );
    expect(robot.allows(secretDeletePermission, acme)).toBe(true);
    expect(robot.allows(secretReadPermission, globex)).toBe(false);

    expect(() =>
      createResolver({
        services: [
          { subject: 'a', permissions: ['secrets.reed'], namespaces: ['*'] },
        ],
      }),
    ).toThrow(/secrets.reed/);
  });

  it('keeps a service within the access restrictions of its token', async () => {
    const auth = mockServices.auth();
    const resolver = DefaultAccessResolver.fromConfig(
      mockServices.rootConfig({
        data: {
          permission: { enabled: true },
          secrets: {
            services: [
              { subject: 'external:ci', permissions: ['*'], namespaces: ['*'] },
            ],
          },
        },
      }),
      {
        auth,
        logger: mockServices.logger.mock(),
        permissions: ServerPermissionClient.fromConfig(
          mockServices.rootConfig({ data: { permission: { enabled: true } } }),
          { auth, discovery: mockServices.discovery() },
        ),
      },
    );
    const access = await resolver.resolve(
      mockCredentials.service('external:ci', {
        permissionNames: ['secrets.secret.read', 'secrets.secret.update'],
        permissionAttributes: { action: ['read'] },
      }),
      read,
    );
    expect(access.allows(secretReadPermission, acme)).toBe(true);
    expect(access.allows(secretUpdatePermission, acme)).toBe(false);
    expect(access.has(secretsAccessPermission)).toBe(false);
  });
});

/** Owners manage their namespaces, a tester may only set one key, readers of the platform read everything. */
async function handle(
  { permission }: PolicyQuery,
  user?: PolicyQueryUser,
): Promise<any> {
  if (isPermission(permission, secretsAccessPermission)) {
    return { result: AuthorizeResult.ALLOW };
  }
  if (!isResourcePermission(permission)) {
    return { result: AuthorizeResult.DENY };
  }
  const claims = user?.info.ownershipEntityRefs ?? [];
  const secretPermission = permission as Parameters<
    typeof createSecretConditionalDecision
  >[0];
  if (claims.includes('user:default/tester') && !isRead(permission)) {
    return createSecretConditionalDecision(secretPermission, {
      allOf: [
        secretConditions.isInNamespace({ namespaces: ['acme'] }),
        secretConditions.touchesOnlyKeys({ keys: ['password'] }),
        { not: secretConditions.hasType({ types: ['kubernetes.io/tls'] }) },
      ],
    });
  }
  if (claims.includes('user:default/broken')) {
    return createSecretConditionalDecision(secretPermission, {
      not: { rule: 'HAS_COLOUR', resourceType: 'secrets-secret' },
    });
  }
  return createSecretConditionalDecision(
    secretPermission,
    secretConditions.isNamespaceOwner({ claims }),
  );
}

function isRead(permission: Permission): boolean {
  return permission.attributes.action === 'read';
}

/** Tokens on behalf of a user name the plugin that acts; those of the mocked service do not by themselves. */
const actingAuth = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory: ({ plugin }): AuthService => {
    const auth = mockServices.auth({
      pluginId: plugin.getId(),
      disableDefaultAuthPolicy: false,
    });
    const getToken = auth.getPluginRequestToken.bind(auth);
    auth.getPluginRequestToken = async options =>
      auth.isPrincipal(options.onBehalfOf, 'user')
        ? {
            token: mockCredentials.user.token(
              options.onBehalfOf.principal.userEntityRef,
              { actor: { subject: `plugin:${plugin.getId()}` } },
            ),
          }
        : getToken(options);
    return auth;
  },
});

describe('DefaultAccessResolver with the permission framework of Backstage', () => {
  it('evaluates the conditions of a policy, and deciding about one secret elsewhere agrees', async () => {
    let resolver: DefaultAccessResolver | undefined;
    let client: ServerPermissionClient | undefined;
    const logger = mockServices.logger.mock();
    const rows = new Map<string, SecretAttributes>([
      ['acme/db', { ...acme, name: 'db', type: 'Opaque' }],
      ['globex/db', { ...globex, name: 'db', type: 'Opaque' }],
    ]);
    const backend = await startTestBackend({
      features: [
        permissionPlugin,
        actingAuth,
        mockServices.rootConfig.factory({
          data: { permission: { enabled: true } },
        }),
        createServiceFactory({
          service: coreServices.userInfo,
          deps: {},
          factory: () => ({
            getUserInfo: async credentials => {
              const { userEntityRef } = (
                credentials as ReturnType<typeof mockCredentials.user>
              ).principal;
              return {
                userEntityRef,
                ownershipEntityRefs:
                  userEntityRef === 'user:default/owner'
                    ? [userEntityRef, 'group:default/acme']
                    : [userEntityRef],
              };
            },
          }),
        }),
        createBackendModule({
          pluginId: 'permission',
          moduleId: 'policy',
          register(env) {
            env.registerInit({
              deps: { policy: policyExtensionPoint },
              init: async ({ policy }) => policy.setPolicy({ handle }),
            });
          },
        }),
        createBackendPlugin({
          pluginId: 'secrets',
          register(env) {
            env.registerInit({
              deps: {
                auth: coreServices.auth,
                discovery: coreServices.discovery,
                registry: coreServices.permissionsRegistry,
                rootConfig: coreServices.rootConfig,
              },
              async init({ auth, discovery, registry, rootConfig }) {
                registerSecretPermissions(registry, {
                  getAttributes: async refs => refs.map(ref => rows.get(ref)),
                });
                client = ServerPermissionClient.fromConfig(rootConfig, {
                  discovery,
                  auth,
                });
                resolver = DefaultAccessResolver.fromConfig(rootConfig, {
                  auth,
                  logger,
                  permissions: client,
                });
              },
            });
          },
        }),
      ],
    });
    try {
      const accessOf = (name: string) =>
        resolver!.resolve(mockCredentials.user(`user:default/${name}`), {
          write: true,
        });

      const owner = await accessOf('owner');
      expect(owner.has(secretsAccessPermission)).toBe(true);
      expect(owner.decide(secretCreatePermission, acme)).toBe('yes');
      expect(owner.decide(secretCreatePermission, globex)).toBe('no');

      const tester = await accessOf('tester');
      expect(tester.decide(secretUpdatePermission, globex)).toBe('no');
      expect(tester.decide(secretUpdatePermission, acme)).toBe('maybe');
      expect(tester.allows(secretUpdatePermission, acme)).toBe(false);
      const row = { ...acme, name: 'db', type: 'Opaque' };
      expect(
        tester.allows(secretUpdatePermission, {
          ...row,
          touches: ['password'],
        }),
      ).toBe(true);
      expect(
        tester.allows(secretUpdatePermission, {
          ...row,
          touches: ['password', 'user'],
        }),
      ).toBe(false);
      expect(
        tester.decide(secretDeletePermission, { ...row, touches: 'all' }),
      ).toBe('no');
      expect(
        tester.decide(secretUpdatePermission, {
          ...acme,
          type: 'kubernetes.io/tls',
        }),
      ).toBe('no');

      const broken = await accessOf('broken');
      expect(broken.decide(secretReadPermission, acme)).toBe('no');
      expect(logger.error).toHaveBeenCalled();

      for (const [ref, attributes] of rows) {
        const [{ result }] = await client!.authorize(
          [{ permission: secretReadPermission, resourceRef: ref }],
          { credentials: mockCredentials.user('user:default/owner') },
        );
        expect(result === AuthorizeResult.ALLOW).toBe(
          owner.allows(secretReadPermission, attributes),
        );
      }
      const [absent] = await client!.authorize(
        [{ permission: secretReadPermission, resourceRef: 'acme/none' }],
        { credentials: mockCredentials.user('user:default/owner') },
      );
      expect(absent.result).toBe(AuthorizeResult.DENY);
    } finally {
      await backend.stop();
    }
  });
});
