import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { draftOf, PLANE, readStore } from '../../tests/__testUtils__/estate';
import { eventually } from '../../tests/__testUtils__/eventually';
import { startPortal, TestPortal } from '../../tests/__testUtils__/startPortal';
import { describeWithTool } from '../../tests/tools';
import { createAuthority } from './__testUtils__/createAuthority';
import { startGateway } from './__testUtils__/startGateway';

const WORKFLOWS = { kind: 'ClusterWorkflowPlane', name: 'default' };
const PATIENCE_MS = 60_000;

describeWithTool('openssl', 'a portal with a plane behind the gateway', () => {
  let folder: string;
  let gateway: Awaited<ReturnType<typeof startGateway>>;
  let portal: TestPortal;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-'));
    const authority = createAuthority(folder, 'authority');
    const client = authority.client('portal');
    gateway = await startGateway({
      server: authority.server('gateway'),
      clientAuthority: authority.crt,
      limitMs: 8000,
    });
    const path = join(folder, 'kubeconfig');
    portal = await startPortal({
      cluster: { kubeconfigPath: path },
      secrets: {
        clusters: [
          {
            name: 'control-plane',
            kubeconfig: { path, context: 'control-plane' },
          },
          {
            name: 'gateway',
            gateway: {
              url: gateway.url,
              caFile: authority.crt,
              certFile: client.crt,
              keyFile: client.key,
            },
          },
        ],
        planes: {
          defaultCluster: 'control-plane',
          overrides: [{ ...WORKFLOWS, cluster: 'gateway' }],
        },
      },
    });
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
    await gateway.stop();
    await rm(folder, { recursive: true });
  }, 60_000);

  const developer = () => portal.as('payments-dev');
  const connectAgent = () =>
    gateway.agents.set('workflowplane/default', {
      resources: ['/default'],
      cluster: portal.cluster.clusters['plane-2'],
    });
  const create = (name: string, targetPlane: unknown) =>
    developer().post(
      '/namespaces/payments/secrets',
      draftOf(name, undefined, { targetPlane }),
    );
  const states = async () => {
    const { body } = await developer().get('/secrets');
    return Object.fromEntries(
      body.items.map(({ name, delivery }: any) => [name, delivery.state]),
    );
  };

  it('T36: writes there, shows it Unreachable without its agent and the others as they are, and heals by itself', async () => {
    expect((await create('here', PLANE)).status).toBe(201);
    const early = await create('there', WORKFLOWS);
    expect(early).toMatchObject({
      status: 502,
      body: { error: { code: 'PlaneUnreachable' } },
    });
    expect(JSON.stringify(early.body)).not.toMatch(/agents found|proxy/);
    expect(await states()).toEqual({ here: expect.any(String) });

    connectAgent();
    expect((await create('there', WORKFLOWS)).status).toBe(201);
    await eventually(async () => {
      expect(await states()).toEqual({ here: 'Synced', there: 'Synced' });
    }, PATIENCE_MS);
    expect(await readStore(portal, 'payments/generic/there')).toEqual({
      token: 'value',
    });

    gateway.agents.clear();
    await eventually(async () => {
      expect(await states()).toEqual({ here: 'Synced', there: 'Unreachable' });
    }, PATIENCE_MS);
    connectAgent();
    await eventually(async () => {
      expect(await states()).toEqual({ here: 'Synced', there: 'Synced' });
    }, PATIENCE_MS);

    const removed = await developer().delete(
      '/namespaces/payments/secrets/there',
    );
    expect(removed.status).toBeLessThan(300);
    await eventually(async () => {
      expect(await states()).toEqual({ here: 'Synced' });
    }, PATIENCE_MS);
    for (const { url, authorization } of gateway.requests) {
      expect(url).toMatch(
        /^\/api\/proxy\/workflowplane\/default\/_cluster\/default\/k8s\/apis?\//,
      );
      expect(url).not.toMatch(/watch=true|\/\/|\.\./);
      expect(authorization).toBeUndefined();
    }
  }, 240_000);
});
