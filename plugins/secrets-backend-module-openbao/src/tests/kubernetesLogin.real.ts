import {
  HttpClient,
  startTestWorld,
  TestWorld,
} from '@strongroom/real-cluster';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorOf, exercise, failure } from './__testUtils__/candidates';
import { shippedPolicy } from './__testUtils__/shippedPolicy';
import { startStore, TestStore } from './__testUtils__/startStore';

const CLUSTER = 'control-plane';
const AUDIENCE = 'openbao';
const RIGHTS_MS = 30_000;

const core = (resource: string) => ({ group: '', version: 'v1', resource });
const CLUSTER_ROLE_BINDINGS = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  resource: 'clusterrolebindings',
};

jest.setTimeout(120_000);

/** Only the real API server reviews tokens for somebody else. */
describe('OpenBao that asks a real API server about service accounts', () => {
  const run = randomUUID().slice(0, 8);
  const namespace = `portal-${run}`;
  const mountPath = `plane-${run}`;
  let world: TestWorld;
  let admin: HttpClient;
  let store: TestStore;
  let folder: string;
  let tokenPath: string;

  beforeAll(async () => {
    world = await startTestWorld({ clusters: [CLUSTER], run });
    const { objects, url, caData, adminToken } = world.clusters[CLUSTER];
    admin = HttpClient.create({
      url,
      ca: Buffer.from(caData, 'base64').toString(),
      headers: { Authorization: `Bearer ${adminToken}` },
    });
    await objects.create(core('namespaces'), { metadata: { name: namespace } });
    for (const name of ['strongroom', 'somebody', 'reviewer']) {
      await objects.create(core('serviceaccounts'), {
        metadata: { name, namespace },
      });
    }
    await configureStore();
    folder = await mkdtemp(join(tmpdir(), 'kubernetes-login-'));
    tokenPath = join(folder, 'token');
    const { address, caData: ca } = world.kv.direct;
    store = await startStore({
      upstream: { address, ca: ca && Buffer.from(ca, 'base64').toString() },
      rootToken: world.kv.token,
      auth: { kubernetes: { role: 'portal', mountPath, tokenPath } },
      seal: () => world.kv.seal(),
      unseal: () => world.kv.unseal(),
      stop: () => world.stop(),
    });
  });
  afterAll(async () => {
    admin?.close();
    await (store ?? world)?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const tokenOf = async (name: string, audiences?: string[]) => {
    const { code, text } = await admin.send(
      'POST',
      `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
      {
        body: {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          spec: { audiences, expirationSeconds: 3600 },
        },
      },
    );
    expect([code, text]).toEqual([201, expect.any(String)]);
    return JSON.parse(text).status.token as string;
  };

  const ask = async (path: string, body: object) => {
    const { code, text } = await world.kv.send('POST', path, body);
    expect([path, code < 300 ? 'done' : text]).toEqual([path, 'done']);
  };

  const configureStore = async () => {
    const server = world.real!.clusters[CLUSTER];
    await world.kv.setPolicy(`driver-${run}`, shippedPolicy());
    await ask(`sys/auth/${mountPath}`, { type: 'kubernetes' });
    await ask(`auth/${mountPath}/config`, {
      kubernetes_host: server.url,
      kubernetes_ca_cert: Buffer.from(server.caData, 'base64').toString(),
      token_reviewer_jwt: await tokenOf('reviewer'),
      disable_local_ca_jwt: true,
    });
    await ask(`auth/${mountPath}/role/portal`, {
      bound_service_account_names: 'strongroom',
      bound_service_account_namespaces: namespace,
      audience: AUDIENCE,
      token_policies: [`driver-${run}`],
    });
  };

  const refusal = async () => {
    const another = store.connect();
    const error = await errorOf(exercise(another));
    expect(await another.readiness()).toEqual({
      ready: false,
      message: "The store does not accept this plane's credentials.",
    });
    return error.code;
  };

  /** The API server learns of new roles a moment later. */
  const eventuallyWorks = async () => {
    const deadline = Date.now() + RIGHTS_MS;
    for (;;) {
      try {
        return await exercise(store.store);
      } catch (error) {
        if (Date.now() > deadline) {
          throw error;
        }
      }
      await sleep(250);
    }
  };

  /** The API server remembers for some seconds that a token was good. */
  const eventuallyRefused = async (revoke: () => Promise<void>) => {
    const deadline = Date.now() + RIGHTS_MS;
    let failed;
    while (failed === undefined && Date.now() < deadline) {
      await revoke();
      failed = await failure(exercise(store.store));
      await sleep(500);
    }
    expect(failed).toBe('Unauthenticated');
  };

  it('S1.6: logs in once its reviewer may review, with the right account and audience and no other', async () => {
    writeFileSync(tokenPath, await tokenOf('strongroom', [AUDIENCE]));
    expect(await refusal()).toBe('Unauthenticated');

    await world.clusters[CLUSTER].objects.create(CLUSTER_ROLE_BINDINGS, {
      metadata: { name: `reviewer-${run}` },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'system:auth-delegator',
      },
      subjects: [{ kind: 'ServiceAccount', namespace, name: 'reviewer' }],
    } as never);
    await eventuallyWorks();

    for (const token of [
      await tokenOf('strongroom'),
      await tokenOf('strongroom', ['elsewhere']),
      await tokenOf('somebody', [AUDIENCE]),
      'no.token.at-all',
    ]) {
      writeFileSync(tokenPath, token);
      expect(await refusal()).toBe('Unauthenticated');
    }
  });

  it('goes on with a fresh login when its token is revoked, and with the account as it is by then', async () => {
    writeFileSync(tokenPath, await tokenOf('strongroom', [AUDIENCE]));
    await exercise(store.store);
    const revoke = () =>
      ask(`sys/leases/revoke-prefix/auth/${mountPath}/login`, {});
    await revoke();
    await exercise(store.store);

    const { objects } = world.clusters[CLUSTER];
    const account = { namespace, name: 'strongroom' };
    await objects.delete(core('serviceaccounts'), account);
    await objects.create(core('serviceaccounts'), { metadata: account });
    await eventuallyRefused(revoke);
    writeFileSync(tokenPath, await tokenOf('strongroom', [AUDIENCE]));
    await exercise(store.store);
  });

  it('is Unavailable while the API server is away, and goes on when it is back', async () => {
    writeFileSync(tokenPath, await tokenOf('strongroom', [AUDIENCE]));
    const { apiServer, ready } = world.real!.clusters[CLUSTER];
    await apiServer.kill();
    try {
      const failed = await errorOf(exercise(store.connect()));
      expect(['Unauthenticated', 'Unavailable', 'Timeout']).toContain(
        failed.code,
      );
      expect(failed.outcomeUnknown).toBe(false);
    } finally {
      await apiServer.start();
      await ready();
    }
    await exercise(store.connect());
  });
});
