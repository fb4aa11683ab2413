import { RESOURCES } from '@strongroom/backstage-plugin-secrets-node';
import { startEmbeddedCluster } from '@strongroom/embedded-cluster';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../tests/__testUtils__/eventually';
import { recordingLogger } from '../../tests/__testUtils__/recordingLogger';
import {
  StartedClusters,
  startClusters,
} from '../../tests/__testUtils__/startClusters';
import { startHttpServer } from '../../tests/__testUtils__/startHttpServer';
import { DefaultKubernetesClient } from '../client/DefaultKubernetesClient';
import { ClusterConfig } from './types';

const ref = { name: 'default' };

const pem = (base64: string) => Buffer.from(base64, 'base64').toString();

let clusters: StartedClusters;
let caFile: string;

beforeAll(async () => {
  clusters = await startClusters();
  caFile = await clusters.write('ca.pem', pem(clusters.controlPlane.caData));
});

afterAll(() => clusters.stop());

const read = (access?: ClusterConfig['access']) =>
  clusters.connect(access).get(RESOURCES.namespace, ref);

function kubeconfig(cluster: object, user: object = {}) {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'a', cluster }],
    users: [{ name: 'a', user }],
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    'current-context': 'a',
  });
}

describe('access to a cluster', () => {
  it('uses the context that is named, or the current one', async () => {
    const { embedded, kubeconfig: path } = clusters;
    for (const name of ['control-plane', 'plane-2']) {
      embedded.clusters[name].requestLog.clear();
      await read({ type: 'kubeconfig', path, context: name });
      expect(embedded.clusters[name].requestLog.count()).toBe(1);
    }
    await read({ type: 'kubeconfig', path });
    expect(clusters.controlPlane.requestLog.count()).toBe(1 + 1);
    await expect(
      read({ type: 'kubeconfig', path, context: 'nowhere' }),
    ).rejects.toThrow(
      'The kubeconfig of cluster control-plane has no such context.',
    );
  });

  it('waits for a kubeconfig that is not there yet, and says what is wrong with one without quoting it', async () => {
    const path = join(clusters.folder, 'later');
    const client = clusters.connect({ type: 'kubeconfig', path });
    await expect(client.get(RESOURCES.namespace, ref)).rejects.toMatchObject({
      code: 'Unavailable',
      message: 'The kubeconfig of cluster control-plane cannot be read.',
    });
    await clusters.write('later', 'token: "hunter2\n: {');
    const error = await client.get(RESOURCES.namespace, ref).catch(e => e);
    expect(error.message).toBe(
      'The kubeconfig of cluster control-plane is not a valid kubeconfig.',
    );
    expect(error.stack).not.toContain('hunter2');

    await clusters.write('later', await readFile(clusters.kubeconfig, 'utf8'));
    expect(await client.get(RESOURCES.namespace, ref)).toBeDefined();
  });

  it('reads a token again when it was replaced, line break and all', async () => {
    const tokenFile = await clusters.write('token', 'expired');
    const client = clusters.connect({
      type: 'server',
      url: clusters.controlPlane.url,
      caFile,
      tokenFile,
    });
    await expect(client.get(RESOURCES.namespace, ref)).rejects.toMatchObject({
      code: 'Unauthenticated',
    });
    await clusters.write('token', `${clusters.controlPlane.adminToken}\n`);
    expect(await client.get(RESOURCES.namespace, ref)).toBeDefined();
  });

  it('T32: talks to nobody whose certificate its authority did not sign, whatever the environment says', async () => {
    const other = await startEmbeddedCluster({
      clusters: ['other'],
      withoutKv: true,
      withoutExternalSecrets: true,
    });
    const { url, adminToken } = clusters.controlPlane;
    const tokenFile = await clusters.write('admin', adminToken);
    const wrong = await clusters.write(
      'wrong.pem',
      pem(other.clusters.other.caData),
    );
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    clusters.controlPlane.requestLog.clear();
    try {
      for (const file of [wrong, undefined]) {
        const client = clusters.connect({
          type: 'server',
          url,
          caFile: file,
          tokenFile,
        });
        await expect(
          client.create(RESOURCES.namespace, { metadata: { name: 'x' } }),
        ).rejects.toMatchObject({ code: 'Unavailable', outcomeUnknown: false });
      }
      expect(clusters.controlPlane.requestLog.count()).toBe(0);
      expect(
        await read({ type: 'server', url, caFile, tokenFile }),
      ).toBeDefined();
    } finally {
      if (before === undefined) {
        delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      } else {
        process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
      }
      await other.stop();
    }
  });

  it('T32: refuses a kubeconfig that switches verification off or sends in clear, unless it stays on this machine', async () => {
    const { url, adminToken } = clusters.controlPlane;
    const skip = { 'insecure-skip-tls-verify': true };
    for (const [cluster, message] of [
      [
        { server: 'https://cluster.example:6443', ...skip },
        'switches TLS verification off',
      ],
      [{ server: 'http://cluster.example:8080' }, 'without TLS'],
      [{ server: 'ftp://127.0.0.1' }, 'neither https nor http'],
      [
        { server: url, 'proxy-url': 'http://proxy.example:3128' },
        'asks for a proxy',
      ],
    ] as const) {
      const path = await clusters.write('odd', kubeconfig(cluster));
      await expect(read({ type: 'kubeconfig', path })).rejects.toMatchObject({
        code: 'Unavailable',
        message: expect.stringContaining(message),
      });
    }
    const path = await clusters.write(
      'local',
      kubeconfig({ server: url, ...skip }, { token: adminToken }),
    );
    expect(await read({ type: 'kubeconfig', path })).toBeDefined();
  });

  it('T31: follows no redirect, with or without credentials', async () => {
    const received: string[] = [];
    const trap = await startHttpServer((request, response) => {
      received.push(`${request.method} ${request.headers.authorization}`);
      response.end('{"metadata":{}}');
    });
    const server = await startHttpServer((request, response) => {
      request.resume();
      response.writeHead(Number(request.headers['x-status'] ?? 307), {
        Location: `${trap.url}${request.url}`,
      });
      response.end();
    });
    const path = await clusters.write(
      'redirect',
      kubeconfig({ server: server.url }, { token: 'bearer' }),
    );
    const client = clusters.connect({ type: 'kubeconfig', path });
    try {
      for (const work of [
        () => client.get(RESOURCES.namespace, ref),
        () => client.listPage(RESOURCES.namespace),
        () => client.create(RESOURCES.namespace, { metadata: ref }),
      ]) {
        await expect(work()).rejects.toMatchObject({
          code: 'Unavailable',
          outcomeUnknown: false,
          message: expect.stringContaining('redirect'),
        });
      }
      const calls: boolean[] = [];
      const subscription = client.reflect(RESOURCES.namespace, {
        onUpsert: () => undefined,
        onDelete: () => undefined,
        onReachable: reachable => calls.push(reachable),
      });
      await eventually(() => expect(calls).not.toEqual([]));
      await sleep(200);
      subscription.close();
      expect(calls).toEqual([false]);
      expect(received).toEqual([]);
    } finally {
      await server.stop();
      await trap.stop();
    }
  });

  it('T22: takes a write that waited for a connection for sent once the connection breaks', async () => {
    // one more than there are connections
    const writes = 129;
    let asked = 0;
    const server = await startHttpServer((request, response) => {
      request.resume();
      asked += 1;
      if (asked === writes) {
        response.socket!.destroy();
      } else {
        response.end('{"metadata":{}}');
      }
    });
    const path = await clusters.write(
      'busy',
      kubeconfig({ server: server.url }, { token: 'bearer' }),
    );
    const client = clusters.connect({ type: 'kubeconfig', path });
    try {
      const ends = await Promise.allSettled(
        Array.from({ length: writes }, () =>
          client.create(RESOURCES.namespace, { metadata: ref }),
        ),
      );
      const failures = ends.flatMap(end =>
        end.status === 'rejected' ? [end.reason] : [],
      );
      expect(failures).toEqual([
        expect.objectContaining({ code: 'Unavailable', outcomeUnknown: true }),
      ]);
    } finally {
      await server.stop();
    }
  });

  it('obeys its limit of calls', async () => {
    const client = DefaultKubernetesClient.create(
      {
        name: 'control-plane',
        access: { type: 'kubeconfig', path: clusters.kubeconfig },
        timeoutMs: 1000,
        rateLimit: { qps: 20, burst: 5 },
      },
      { logger: recordingLogger() },
    );
    const started = performance.now();
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, () => client.get(RESOURCES.namespace, ref)),
    );
    const elapsed = performance.now() - started;
    client.close();
    // Five at once, one every 50 ms for a second, and nobody waits longer than a call may take.
    const refused = results.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeLessThanOrEqual(15);
    expect(refused.length).toBeGreaterThan(5);
    expect(elapsed).toBeGreaterThan(900);
    expect(refused[0]).toMatchObject({
      reason: { code: 'RateLimited' },
    });
  });
});
