import {
  Authority,
  createAuthority,
  startTestWorld,
  TestCluster,
  TestWorld,
} from '@strongroom/real-cluster';
import { IncomingHttpHeaders } from 'node:http';
import https, { RequestOptions } from 'node:https';
import { NAMESPACES } from '../../tests/__testUtils__/estate';
import { eventually } from '../../tests/__testUtils__/eventually';
import { RUN } from '../../tests/__testUtils__/tenants';
import { agentOf } from './__testUtils__/agentOf';
import { readBody } from './__testUtils__/handOn';
import { startGateway, TestGateway } from './__testUtils__/startGateway';

const LIMIT_MS = 8_000;
const PLANE = '/api/proxy/dataplane/default/_cluster/default/k8s';

/** What the real gateway was recorded to answer; our tests stand on this one answering the same. */
describe('the gateway of our tests', () => {
  let world: TestWorld;
  let gateway: TestGateway;
  let authority: Authority;
  let plane: TestCluster;
  let tls: RequestOptions;

  beforeAll(async () => {
    world = await startTestWorld({ clusters: ['plane-1'], run: RUN });
    plane = world.clusters['plane-1'];
    authority = await createAuthority('gateway');
    const server = { commonName: 'gateway', usages: ['server' as const] };
    const client = { commonName: 'client', usages: ['client' as const] };
    tls = {
      ca: authority.cert,
      ...(await authority.issue(client)),
      agent: false,
    };
    gateway = await startGateway({
      server: await authority.issue(server),
      clientAuthority: authority.cert,
      limitMs: LIMIT_MS,
    });
    gateway.agents.set('dataplane/default', {
      resources: ['/default'],
      cluster: await agentOf(plane),
    });
  }, 120_000);

  afterAll(async () => {
    await gateway.stop();
    await world.stop();
  });

  function ask(
    path: string,
    options: RequestOptions = {},
    body?: Buffer,
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
      outgoing.end(body);
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
      'logs, which are not set up',
      `${proxy}/dataplane/default/_cluster/default/logs/x`,
      404,
      '',
    ],
    [
      'which planes are connected',
      '/api/v1/planes/status',
      200,
      '"planeID":"default","connected":true,"connectedAgents":1',
    ],
    [
      'whether one is, that is not',
      '/api/v1/planes/dataplane/offline/status',
      200,
      '"connected":false,"connectedAgents":0,"lastSeen":"0001-01-01T00:00:00Z"',
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

  it('hands on what is asked for in which form, and takes a body of 10 MB and no more', async () => {
    const metadata =
      'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
    const one = await ask(`${PLANE}/api/v1/namespaces/default`, {
      headers: { Accept: metadata },
    });
    expect(one.body).toContain('"PartialObjectMetadata"');
    const body = Buffer.alloc(10 * 1024 * 1024 + 1, ' ');
    const post = {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': body.length,
      },
    };
    await expect(ask(`${PLANE}/api/v1/namespaces`, post, body)).rejects.toThrow(
      /ECONNRESET|EPIPE|socket hang up/,
    );
  });

  it('hands the events of a bounded watch on together, when it has ended', async () => {
    const begun = gateway.requests.length;
    const path = `${PLANE}/api/v1/namespaces?watch=1&timeoutSeconds=5&allowWatchBookmarks=true`;
    const watched = ask(path);
    const during = `during-${RUN}`;
    await eventually(() =>
      expect(plane.requestLog.entries.at(-1)?.verb).toBe('watch'),
    );
    await plane.objects.create(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: during },
    });
    expect(gateway.requests[begun].status).toBeUndefined();
    const { status, body } = await watched;
    expect(status).toBe(200);
    expect(body).toContain(`"${during}"`);
    expect(body).toContain('"BOOKMARK"');
  });

  it('speaks to no one without a certificate of the authority of clients', async () => {
    const other = await createAuthority('other');
    const stranger = await other.issue({
      commonName: 'stranger',
      usages: ['client'],
    });
    const before = gateway.requests.length;
    for (const from of [stranger, { cert: undefined, key: undefined }]) {
      await expect(ask(`${PLANE}/version`, from)).rejects.toThrow(
        /alert|ECONNRESET|socket hang up/,
      );
    }
    expect(gateway.requests.length).toBe(before);
  });

  it('hands impersonation on, for which its agent has no right', async () => {
    const { status, body } = await ask(`${PLANE}/api/v1/namespaces/default`, {
      headers: { 'Impersonate-User': 'user:default/somebody' },
    });
    // The embedded API server knows no impersonation, and so no right to it.
    const [expected, words] =
      world.kind === 'real'
        ? [403, 'cannot impersonate resource']
        : [200, '"name":"default"'];
    expect(status).toBe(expected);
    expect(body).toContain(words);
  });
});
