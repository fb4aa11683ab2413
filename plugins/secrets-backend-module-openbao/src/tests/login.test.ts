import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { errorOf, exercise } from './__testUtils__/candidates';
import { createJwtIssuer } from './__testUtils__/createJwtIssuer';
import { startTokenReviewer } from './__testUtils__/startTokenReviewer';
import { withRealStore } from './__testUtils__/withRealStore';

withRealStore('logging in to OpenBao itself', world => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'real-store-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const requestsOf = async (attempt: () => Promise<unknown>) => {
    const { proxy } = world();
    const from = proxy.count;
    await attempt();
    return proxy.requests.slice(from);
  };

  it('works by AppRole, by token, by a token in a file, and by JWT with a key of its own', async () => {
    const { root } = world().bao;
    await exercise(world().store);

    const { auth } = await root.send('POST', 'auth/token/create', {
      policies: ['strongroom'],
      ttl: '1h',
    });
    await exercise(
      world().connect({ auth: { token: { value: auth.client_token } } }),
    );
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, `${auth.client_token}\n`);
    await exercise(world().connect({ auth: { token: { path: tokenFile } } }));

    const issuer = createJwtIssuer();
    await root.send('POST', 'sys/auth/jwt', { type: 'jwt' });
    await root.send('POST', 'auth/jwt/config', {
      jwt_validation_pubkeys: [issuer.publicKey],
    });
    await root.send('POST', 'auth/jwt/role/portal', {
      role_type: 'jwt',
      user_claim: 'sub',
      bound_audiences: ['store'],
      token_policies: ['strongroom'],
    });
    const jwtFile = join(folder, 'jwt');
    const byJwt = world().connect({
      auth: { jwt: { role: 'portal', tokenPath: jwtFile } },
    });
    writeFileSync(jwtFile, issuer.issue('elsewhere'));
    expect((await errorOf(exercise(byJwt))).code).toBe('Unauthenticated');
    expect((await byJwt.readiness()).message).toMatch(/credentials/);
    writeFileSync(jwtFile, issuer.issue('store'));
    await exercise(byJwt);
  });

  it('works as a Kubernetes service account, with the token that its file holds by then', async () => {
    const account = { namespace: 'portal', name: 'strongroom' };
    const token = createJwtIssuer().issue('store', {
      sub: `system:serviceaccount:${account.namespace}:${account.name}`,
      'kubernetes.io': {
        namespace: account.namespace,
        serviceaccount: { name: account.name, uid: 'uid-1' },
      },
    });
    const reviewer = await startTokenReviewer(account, token);
    try {
      const { root } = world().bao;
      await root.send('POST', 'sys/auth/plane', { type: 'kubernetes' });
      await root.send('POST', 'auth/plane/config', {
        kubernetes_host: reviewer.address,
        token_reviewer_jwt: 'reviewer',
        // needed even for plain http
        kubernetes_ca_cert: world().bao.upstream.ca,
        disable_local_ca_jwt: true,
      });
      await root.send('POST', 'auth/plane/role/portal', {
        bound_service_account_names: account.name,
        bound_service_account_namespaces: account.namespace,
        audience: 'store',
        token_policies: ['strongroom'],
      });
      const tokenPath = join(folder, 'service-account');
      writeFileSync(tokenPath, createJwtIssuer().issue('store'));
      const store = world().connect({
        auth: { kubernetes: { role: 'portal', mountPath: 'plane', tokenPath } },
      });
      expect((await errorOf(exercise(store))).code).toBe('Unauthenticated');
      writeFileSync(tokenPath, token);
      await exercise(store);
      expect(reviewer.audiences).toContainEqual(['store']);
    } finally {
      await reviewer.stop();
    }
  });

  it('refuses wrong credentials in our words', async () => {
    const { roleId } = await world().bao.appRole('other');
    for (const auth of [
      { appRole: { roleId, secretId: 'wrong-secret-id' } },
      { token: { value: 'wrong-token' } },
      { jwt: { role: 'x', token: 'not.a.jwt' } },
    ]) {
      const store = world().connect({ auth });
      const error = await errorOf(exercise(store));
      expect([auth, error.code]).toEqual([auth, 'Unauthenticated']);
      expect(inspect(error)).not.toMatch(/wrong-|not\.a\.jwt|invalid role/);
      expect(await store.readiness()).toEqual({
        ready: false,
        message: "The store does not accept this plane's credentials.",
      });
    }
  });

  it('renews a token before it expires, and logs in anew when it cannot last longer', async () => {
    const store = world().connect({
      auth: {
        appRole: await world().bao.appRole('short', {
          ttl: '3s',
          maxTtl: '5s',
        }),
      },
    });
    const asked = await requestsOf(async () => {
      for (const end = Date.now() + 8_000; Date.now() < end; ) {
        expect(await store.readiness()).toEqual({ ready: true });
        await sleep(250);
      }
    });
    const count = (path: string) =>
      asked.filter(request => request === `POST /v1/auth/${path}`).length;
    expect(count('token/renew-self')).toBeGreaterThanOrEqual(1);
    expect(count('approle/login')).toBeGreaterThanOrEqual(2);
    expect(count('approle/login')).toBeLessThanOrEqual(5);
  });

  it('logs in anew when a token expired unused or was revoked, without a failure in between', async () => {
    const store = world().connect({
      auth: { appRole: await world().bao.appRole('brief', { ttl: '1s' }) },
    });
    await exercise(store);
    await sleep(2_000);
    await exercise(store);

    const patient = world().connect({
      auth: { appRole: await world().bao.appRole('revoked') },
    });
    await exercise(patient);
    const { data } = await world().bao.root.send(
      'GET',
      'auth/token/accessors?list=true',
    );
    const ours: string[] = [];
    for (const accessor of data.keys) {
      const found = await world()
        .bao.root.send('POST', 'auth/token/lookup-accessor', { accessor })
        .catch(() => undefined);
      if (found?.data.meta?.role_name === 'revoked') {
        ours.push(accessor);
      }
    }
    expect(ours).toHaveLength(1);
    await world().bao.root.send('POST', 'auth/token/revoke-accessor', {
      accessor: ours[0],
    });
    const asked = await requestsOf(() => exercise(patient));
    expect(
      asked.filter(request => request.includes('approle/login')),
    ).toHaveLength(1);
  });
});
