import { EmbeddedKubernetes } from '@strongroom/embedded-cluster';
import { readFileSync } from 'node:fs';
import { IncomingHttpHeaders } from 'node:http';
import https, { RequestOptions } from 'node:https';
import {
  StartedClusters,
  startClusters,
} from '../../tests/__testUtils__/startClusters';
import { describeWithTool } from '../../tests/tools';
import { createAuthority } from './__testUtils__/createAuthority';
import { readBody } from './__testUtils__/handOn';
import { startGateway } from './__testUtils__/startGateway';

const LIMIT_MS = 2500;
const PLANE = '/api/proxy/dataplane/default/_cluster/default/k8s';

/** What the real gateway was recorded to answer; our tests stand on this one answering the same. */
describeWithTool('openssl', 'the gateway of our tests', () => {
  let clusters: StartedClusters;
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  let authority: ReturnType<typeof createAuthority>;
  let plane: EmbeddedKubernetes;
  let tls: RequestOptions;

  beforeAll(async () => {
    clusters = await startClusters();
    plane = clusters.embedded.clusters['plane-2'];
    authority = createAuthority(clusters.folder, 'authority');
    const { crt, key } = authority.client('client');
    tls = {
      ca: readFileSync(authority.crt),
      cert: readFileSync(crt),
      key: readFileSync(key),
      agent: false,
    };
    gateway = await startGateway({
      server: authority.server('gateway'),
      clientAuthority: authority.crt,
      limitMs: LIMIT_MS,
    });
    gateway.agents.set('dataplane/default', {
      resources: ['/default'],
      cluster: plane,
    });
  });

  afterAll(async () => {
    await gateway.stop();
    await clusters.stop();
  });

  function ask(
    path: string,
    options: RequestOptions = {},
  ): Promise<{ status?: number; headers: IncomingHttpHeaders; body: string }> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(gateway.url);
      const outgoing = https.request(
        { hostname, port, path, ...tls, ...options },
        async response =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: String(await readBody(response)),
          }),
      );
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  const proxy = '/api/proxy';
  it.each<[string, string, number, string]>([
    ['the API server', `${PLANE}/version`, 200, '"major"'],
    [
      'a resource that is not there',
      `${proxy}/dataplane/default/_cluster/zzz/k8s/version`,
      403,
      'Forbidden: Agent not authorized for CR /zzz',
    ],
    [
      'a plane without agent',
      `${proxy}/dataplane/offline/_cluster/offline/k8s/version`,
      502,
      'proxy request failed: no agents found for plane dataplane/offline',
    ],
    [
      'a type that is not there',
      `${proxy}/xplane/default/_cluster/default/k8s/version`,
      502,
      'proxy request failed: no agents found for plane xplane/default',
    ],
    [
      'another target',
      `${proxy}/dataplane/default/_cluster/default/foo/version`,
      403,
      'Target not allowed: foo',
    ],
    [
      'secrets of the system',
      `${PLANE}/api/v1/namespaces/kube-system/secrets`,
      403,
      'Access to path is blocked: /api/v1/namespaces/kube-system/secrets',
    ],
    [
      'two dots',
      `${PLANE}/api/v1/namespaces/a..b`,
      400,
      'Path contains directory traversal',
    ],
    [
      'two dots in the query',
      `${PLANE}/api/v1/namespaces?labelSelector=a..b`,
      200,
      '"items":[]',
    ],
    [
      'an absent object',
      `${PLANE}/api/v1/namespaces/nope`,
      404,
      '"kind":"Status"',
    ],
    [
      'a watch=true',
      `${PLANE}/api/v1/namespaces?watch=true`,
      501,
      'Streaming operations',
    ],
    [
      'a watch=True, which it lets pass',
      `${PLANE}/api/v1/namespaces?watch=True&timeoutSeconds=1`,
      200,
      '"name":"default"',
    ],
    [
      'a watch without end',
      `${PLANE}/api/v1/namespaces?watch=1`,
      502,
      'proxy request failed: HTTP tunnel request timeout',
    ],
  ])('answers for %s as recorded', async (_name, path, status, text) => {
    const answer = await ask(path);
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(text);
  });

  it('redirects a double slash', async () => {
    const { status, headers, body } = await ask(`${PLANE}//version`);
    expect(status).toBe(307);
    expect(headers.location).toBe(`${PLANE}/version`);
    expect(body).toBe(`<a href="${PLANE}/version">Temporary Redirect</a>.`);
  });

  it('refuses an upgrade, and drops the Authorization of its caller', async () => {
    const path = `${PLANE}/api/v1/namespaces/default`;
    const upgrade = { Connection: 'upgrade', Upgrade: 'websocket' };
    expect((await ask(path, { headers: upgrade })).status).toBe(501);
    const headers = { Authorization: 'Bearer nobody' };
    expect((await ask(path, { headers })).status).toBe(200);
    expect(plane.requestLog.entries.at(-1)?.status).toBe(200);
  });

  it('hands the events of a bounded watch on together, when it has ended', async () => {
    const started = performance.now();
    const [{ status, body }] = await Promise.all([
      ask(
        `${PLANE}/api/v1/namespaces?watch=1&timeoutSeconds=2&allowWatchBookmarks=true`,
      ),
      new Promise<void>(resolve => {
        setTimeout(() => {
          plane.store.create(
            { group: '', version: 'v1', resource: 'namespaces' },
            {
              apiVersion: 'v1',
              kind: 'Namespace',
              metadata: { name: 'during' },
            },
          );
          resolve();
        }, 500);
      }),
    ]);
    expect(performance.now() - started).toBeGreaterThan(1900);
    expect(status).toBe(200);
    expect(body).toContain('"during"');
    expect(body).toContain('"BOOKMARK"');
  });

  it('speaks to no one without a certificate of the authority of clients', async () => {
    const other = createAuthority(clusters.folder, 'other').client('stranger');
    const stranger = {
      cert: readFileSync(other.crt),
      key: readFileSync(other.key),
    };
    const before = gateway.requests.length;
    for (const from of [stranger, { cert: undefined, key: undefined }]) {
      await expect(ask(`${PLANE}/version`, from)).rejects.toThrow(
        /alert|ECONNRESET|socket hang up/,
      );
    }
    expect(gateway.requests.length).toBe(before);
  });
});
