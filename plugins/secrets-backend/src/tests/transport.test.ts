import { ConfigReader } from '@backstage/config';
import { OpenBaoDriver } from '@strongroom/backstage-plugin-secrets-backend-module-openbao';
import {
  KubernetesClient,
  RESOURCES,
  SecretStore,
} from '@strongroom/backstage-plugin-secrets-node';
import {
  Authority,
  CertificateRequest,
  createAuthority,
} from '@strongroom/real-cluster';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultKubernetesClient } from '../clusters/client/DefaultKubernetesClient';
import { DATA_PLANES, draftOf } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { recordingLogger } from './__testUtils__/recordingLogger';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { startSecureServer } from './__testUtils__/startSecureServer';
import { FRONTEND, PAYMENTS, RUN } from './__testUtils__/tenants';

const POLICY =
  'path "secret/*" { capabilities = ["create", "read", "update", "delete", "list"] }';
const PATIENCE_MS = 120_000;
const REDIRECTS = [301, 302, 303, 307, 308];

const UNTRUSTED: Array<
  [problem: string, certificate: Partial<CertificateRequest>, words: string]
> = [
  [
    'another authority signed it',
    {},
    'has a certificate that no trusted authority signed',
  ],
  [
    'it is for another address',
    { addresses: ['127.0.0.2'] },
    'has a certificate for another address',
  ],
  [
    'it has expired',
    { notAfter: new Date(Date.now() - 60_000) },
    'has a certificate that has expired',
  ],
];

const SEGMENTS = '(/[a-z0-9]([a-z0-9.-]*[a-z0-9])?)+';

/** What nobody may be called, in paths and in bodies. */
const TRAVERSALS = [
  ...['..', '.', '../x', `../${FRONTEND}`, 'a/../b', 'a//b', 'a/b', 'a..b'],
  ...['%2e%2e', 'a%2fb', 'a%2f..%2fb', 'a\\b', 'a?b', 'a#b', 'a;b', 'a b'],
  ...['a\u0000b', 'a\nb', 'ａ', '．．', '-a', 'a-', 'A'],
];

describe('the ways to API servers and stores', () => {
  let folder: string;
  let trusted: Authority;
  let portal: TestPortal;
  let apiToken: string;
  let storeToken: string;
  const clients: DefaultKubernetesClient[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'transport-'));
    trusted = await createAuthority('trusted');
    file('trusted.crt', trusted.cert);
    portal = await startPortal();
    const { kv, clusters } = portal.world;
    apiToken = clusters['control-plane'].adminToken;
    await kv.setPolicy('transport', POLICY);
    storeToken = await kv.createToken({ policies: ['transport'] });
    file('kv.crt', pem(kv.caData));
  }, PATIENCE_MS);

  afterAll(async () => {
    for (const client of clients) {
      client.close();
    }
    await portal?.stop();
    await rm(folder, { recursive: true });
  }, PATIENCE_MS);

  function file(name: string, content: string): string {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  }

  /** A client of the API server at an address, with a token of every right. */
  function apiServerAt(url: string, caFile: string): KubernetesClient {
    const client = DefaultKubernetesClient.create(
      {
        name: 'elsewhere',
        access: {
          type: 'server',
          url,
          caFile,
          tokenFile: file('token', apiToken),
        },
        timeoutMs: 10_000,
      },
      { logger: recordingLogger() },
    );
    clients.push(client);
    return client;
  }

  /** The store of a plane on the driver openbao at an address. */
  function openBaoAt(address: string, caFile: string): SecretStore {
    return OpenBaoDriver.create().connect({
      plane: { ref: { kind: 'ClusterDataPlane', name: 'vaulted' } },
      kubernetes: apiServerAt(address, caFile),
      logger: recordingLogger(),
      managedBy: 'strongroom',
      installationId: 'test',
      config: new ConfigReader({
        address,
        caFile,
        mount: 'secret',
        auth: { token: { value: storeToken } },
      }),
    });
  }

  const secret = (name: string) => ({
    metadata: { namespace: 'default', name },
    data: {},
  });
  const ref = {
    namespace: PAYMENTS,
    name: 'database',
    remoteKey: `${PAYMENTS}/generic/database`,
  };

  /** Everything that is asked of either, each once. */
  const calls = (address: string, caFile: string) => {
    const api = apiServerAt(address, caFile);
    const store = openBaoAt(address, caFile);
    return {
      'an API server, read': () => api.getMetadata(RESOURCES.secret, ref),
      'an API server, listed': () => api.listPage(RESOURCES.namespace),
      'an API server, written': () => api.create(RESOURCES.secret, secret('x')),
      'an API server, removed from': () => api.delete(RESOURCES.secret, ref),
      'a store, read': () => store.look(ref),
      'a store, asked how it is': () => store.readiness(),
    };
  };

  it('T32: go to the servers that their own authority vouches for', async () => {
    const { clusters, kv } = portal.world;
    const { url, caData } = clusters['control-plane'];
    const api = apiServerAt(url, file('api.crt', pem(caData)));
    expect((await api.listPage(RESOURCES.namespace)).items).not.toEqual([]);
    const store = openBaoAt(kv.address, join(folder, 'kv.crt'));
    expect(await store.readiness()).toEqual({ ready: true });
    expect(await store.look(ref)).toEqual({ state: 'absent' });
  });

  it('T32: go to no server of the world with another authority', async () => {
    const { clusters, kv } = portal.world;
    for (const { url } of [
      clusters['control-plane'],
      { url: kv.address },
      ...(portal.world.real
        ? [portal.world.real.clusters['control-plane']]
        : []),
    ]) {
      for (const [name, call] of Object.entries(
        calls(url, join(folder, 'trusted.crt')),
      )) {
        await expect(call()).rejects.toMatchObject({
          code: 'Unavailable',
          outcomeUnknown: false,
          message: expect.stringContaining(
            'has a certificate that no trusted authority signed',
          ),
        });
        expect(name).toBeDefined();
      }
    }
  });

  it.each(UNTRUSTED)(
    'T32: go to no server whose certificate does not stand: %s; nothing reaches it, and the sentence says so',
    async (_problem, request, words) => {
      const authority =
        Object.keys(request).length > 0
          ? trusted
          : await createAuthority('another');
      const server = await startSecureServer(
        await authority.issue({
          commonName: 'server',
          usages: ['server'],
          ...request,
        }),
        (_request, response) => response.end('{}'),
      );
      const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
      try {
        for (const call of Object.values(
          calls(server.url, join(folder, 'trusted.crt')),
        )) {
          await expect(call()).rejects.toMatchObject({
            code: 'Unavailable',
            outcomeUnknown: false,
            message: expect.stringContaining(words),
          });
        }
      } finally {
        if (before === undefined) {
          delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
        } else {
          process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
        }
      }
      expect(server.received).toEqual([]);
      await server.stop();
    },
  );

  it('T31: end at a redirect, wherever it leads and however it is called: no token and no request arrives there', async () => {
    const certificate = await trusted.issue({
      commonName: 'server',
      usages: ['server'],
    });
    const trap = await startSecureServer(certificate, (_request, response) =>
      response.end('{"metadata":{}}'),
    );
    let status = 0;
    const server = await startSecureServer(certificate, (request, response) =>
      response
        .writeHead(status, { Location: `${trap.url}${request.url}` })
        .end(),
    );
    for (status of REDIRECTS) {
      const all = calls(server.url, join(folder, 'trusted.crt'));
      for (const call of Object.values(all)) {
        await expect(call()).rejects.toMatchObject({ code: 'Unavailable' });
      }
    }
    expect(server.received.length).toBeGreaterThan(0);
    // The tokens were sent to the server of the configuration, so their absence elsewhere means something.
    const sent = JSON.stringify(server.received);
    expect(sent).toContain(apiToken);
    expect(sent).toContain(storeToken);
    expect(trap.received).toEqual([]);
    await server.stop();
    await trap.stop();
  });

  it('T31: lead nowhere that an object of a cluster names', async () => {
    const trap = await startSecureServer(
      await trusted.issue({ commonName: 'trap', usages: ['server'] }),
      (_request, response) => response.end('{}'),
    );
    const { objects } = portal.world.clusters['control-plane'];
    const name = `trap-${RUN}`;
    await objects.create(DATA_PLANES, {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'ClusterDataPlane',
      metadata: { name },
      spec: { planeID: trap.url, secretStoreRef: { name: 'default' } },
    } as never);
    const developer = portal.as('payments-dev');
    await eventually(async () => {
      const planes = await developer.get(`/namespaces/${PAYMENTS}/planes`);
      expect(
        planes.body.items.find((plane: any) => plane.name === name),
      ).toMatchObject({ reachable: true, store: { ready: true } });
    }, PATIENCE_MS);
    const made = await developer.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf('trapped', undefined, {
        targetPlane: { kind: 'ClusterDataPlane', name },
      }),
    );
    expect(made.status).toBe(201);
    await developer.delete(`/namespaces/${PAYMENTS}/secrets/trapped`);
    await eventually(async () => {
      expect((await developer.get('/secrets')).body.items).toEqual([]);
    }, PATIENCE_MS);
    expect(trap.received).toEqual([]);
    await objects.delete(DATA_PLANES, { name });
    await trap.stop();
  });

  it('T12: ask for nothing outside the namespaces of the tenant and its part of the store, whatever a secret is to be called', async () => {
    const { clusters, kv } = portal.world;
    const { requestLog } = clusters['control-plane'];
    requestLog.clear();
    kv.requestLog.clear();
    const developer = portal.as('payments-dev');
    const names = ['a.b', '0', 'x--y', 'n'.repeat(63), `${'n'.repeat(60)}.n`];
    for (const name of names) {
      expect(
        (await developer.post(`/namespaces/${PAYMENTS}/secrets`, draftOf(name)))
          .status,
      ).toBe(201);
    }
    for (const name of TRAVERSALS) {
      const created = await developer.post(
        `/namespaces/${PAYMENTS}/secrets`,
        draftOf(name),
      );
      expect([name, created.status]).toEqual([name, 400]);
      for (const path of pathsOf(name)) {
        for (const method of ['GET', 'DELETE']) {
          const { status } = await developer.request(method, path);
          expect([method, path, [400, 404].includes(status)]).toEqual([
            method,
            path,
            true,
          ]);
        }
      }
    }
    await eventually(async () => {
      const { body } = await developer.get('/secrets');
      expect(body.items.map(({ delivery }: any) => delivery.state)).toEqual(
        names.map(() => 'Synced'),
      );
    }, PATIENCE_MS);
    for (const name of names) {
      await developer.delete(`/namespaces/${PAYMENTS}/secrets/${name}`);
    }
    await eventually(async () => {
      expect((await developer.get('/secrets')).body.items).toEqual([]);
    }, PATIENCE_MS);

    const [own, plane] = [PAYMENTS, `openchoreo-kv-${PAYMENTS}`];
    const writes = requestLog.entries.filter(
      ({ verb }) => !['list', 'watch'].includes(verb),
    );
    expect(writes.length).toBeGreaterThan(names.length * 6);
    for (const { path } of writes) {
      expect(path).toMatch(
        new RegExp(
          `^/(api/v1|apis/[a-z.-]+/v1(alpha1)?)/(namespaces/(${own}|${plane})(/[a-z]+(/[a-z0-9.-]+)?)?|clustersecretstores/default|namespaces)$`,
        ),
      );
      expect(path).not.toMatch(/\.\.|%|\/\//);
    }
    const stored = kv.requestLog.entries
      .map(({ path }) => path)
      .filter(path => path.includes(RUN));
    expect(stored.length).toBeGreaterThan(names.length * 2);
    for (const path of stored) {
      expect(path).toMatch(
        new RegExp(
          `^/v1/secret/(data|metadata/secret)/${own}/generic/[a-z0-9.-]+$`,
        ),
      );
      expect(path).not.toMatch(/\.\.|%|\/\//);
    }
  }, 300_000);

  it('T12: the driver openbao looks into nothing outside the part of the tenant, for the mark of an entry at most, and sends no segment that is more than a name', async () => {
    const { kv } = portal.world;
    const store = openBaoAt(kv.address, join(folder, 'kv.crt'));
    kv.requestLog.clear();
    for (const name of [...TRAVERSALS, 'a.b']) {
      for (const remoteKey of [
        `${PAYMENTS}/direct/${name}`,
        `${PAYMENTS}/${name}/direct`,
        `${name}/generic/a.b`,
      ]) {
        const asked = { namespace: PAYMENTS, name: 'a.b', remoteKey };
        await store.look(asked).catch(() => undefined);
        expect(await store.describe(asked)).toBeUndefined();
      }
    }
    const asked = kv.requestLog.entries
      .filter(({ userAgent }) => userAgent === 'strongroom')
      .map(({ path }) => path);
    expect(asked.length).toBeGreaterThan(0);
    for (const path of asked) {
      expect(path).toMatch(
        new RegExp(
          `^/v1/(auth/token/lookup-self|sys/internal/ui/mounts/secret|secret/metadata${SEGMENTS}|secret/(data|subkeys)/${PAYMENTS}${SEGMENTS})$`,
        ),
      );
    }
  });
});

/** Addresses with a name in each place; a path of dots alone is taken for another one before it is sent. */
function pathsOf(name: string): string[] {
  const segment = encodeURIComponent(name);
  return /^\.+$/.test(name)
    ? []
    : [
        `/namespaces/${PAYMENTS}/secrets/${segment}`,
        `/namespaces/${segment}/secrets/a.b`,
      ];
}

function pem(caData: string): string {
  return Buffer.from(caData, 'base64').toString();
}
