import authPlugin from '@backstage/plugin-auth-backend';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { demoAuthModule } from './demoAuthModule';
import { DEMO_ROLES, DemoRole } from './demoRoles';

type TestBackend = Awaited<ReturnType<typeof startTestBackend>>;

let backend: TestBackend | undefined;

afterEach(async () => {
  await backend?.stop();
  backend = undefined;
});

async function start(): Promise<TestBackend> {
  backend = await startTestBackend({
    features: [
      authPlugin,
      demoAuthModule,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:3000' },
          backend: { baseUrl: 'http://localhost:7007' },
          auth: { environment: 'development', providers: { demo: {} } },
        },
      }),
    ],
  });
  return backend;
}

async function refresh(
  query: string,
  headers: Record<string, string> = { 'X-Requested-With': 'XMLHttpRequest' },
) {
  const { server } = backend!;
  const response = await fetch(
    `http://localhost:${server.port()}/api/auth/demo/refresh${query}`,
    { headers },
  );
  return { status: response.status, body: await response.json() };
}

describe('the sign-in of the demo', () => {
  it('answers like every provider, with the role as the user and its groups as owners', async () => {
    await start();
    for (const role of Object.keys(DEMO_ROLES) as DemoRole[]) {
      const { status, body } = await refresh(`?user=${role}`);
      expect(status).toBe(200);
      expect(body.profile.displayName).toBe(role);
      expect(body.backstageIdentity.identity).toEqual({
        type: 'user',
        userEntityRef: `user:default/${role}`,
        ownershipEntityRefs: [`user:default/${role}`, ...DEMO_ROLES[role]],
      });
      expect(body.backstageIdentity.token.split('.')).toHaveLength(3);
    }
  });

  it('signs nobody in without the header that other sites cannot send', async () => {
    await start();
    for (const headers of [{}, { 'X-Requested-With': 'fetch' }]) {
      const { status, body } = await refresh('?user=platform', headers as {});
      expect(status).toBe(401);
      expect(JSON.stringify(body)).not.toContain('token"');
    }
  });

  it('knows no user but the roles, whatever the name is in JavaScript', async () => {
    await start();
    for (const query of [
      '',
      '?user=',
      '?user=admin',
      '?user=__proto__',
      '?user=constructor',
      '?user=platform&user=platform',
      '?user[role]=platform',
    ]) {
      const { status, body } = await refresh(query);
      expect([query, status]).toEqual([query, 401]);
      expect(body.error.message).toContain('There is no such demo user');
    }
  });

  it('does not start in production', async () => {
    const before = process.env.NODE_ENV;
    Object.assign(process.env, { NODE_ENV: 'production' });
    try {
      await expect(start()).rejects.toThrow('does not start in production');
    } finally {
      Object.assign(process.env, { NODE_ENV: before });
    }
  });
});
