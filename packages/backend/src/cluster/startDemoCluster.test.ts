import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EmbeddedCluster } from '@strongroom/embedded-cluster';
import { eventually } from '../__testUtils__/eventually';
import { RESOURCES } from '../estate/resources';
import { startDemoCluster } from './startDemoCluster';

jest.setTimeout(60_000);

const MARKS = { namespace: 'kube-system', name: 'demo-estate' };

let state: string;
let cluster: EmbeddedCluster;

beforeEach(() => {
  state = mkdtempSync(path.join(tmpdir(), 'strongroom-cluster-'));
});

afterEach(async () => {
  await cluster.stop();
  rmSync(state, { recursive: true, force: true });
});

async function start(empty = false): Promise<void> {
  cluster = await startDemoCluster({ state, empty });
}

const controlPlane = () => cluster.clusters['control-plane'].store;

const namesOf = (kind: keyof typeof RESOURCES) =>
  controlPlane()
    .list(RESOURCES[kind])
    .items.map(
      ({ metadata: { namespace = '', name } }) => `${namespace}/${name}`,
    )
    .sort();

describe('the clusters of the demo', () => {
  it('have namespaces and planes, and with the estate left out no secret; later it can come', async () => {
    await start(true);
    expect(namesOf('SecretReference')).toEqual([]);
    expect(namesOf('Workload')).toEqual([]);
    expect(namesOf('Namespace')).toEqual(
      expect.arrayContaining(['/payments', '/frontend', '/shared']),
    );
    expect(namesOf('ClusterDataPlane')).toEqual(['/default']);
    expect(namesOf('ClusterWorkflowPlane')).toEqual(['/default']);
    await cluster.stop();
    await start();
    expect(namesOf('SecretReference').length).toBeGreaterThan(55);
  });

  it('are completed when making the estate was cut off, and never changed once it is made', async () => {
    await start();
    const complete = namesOf('SecretReference');
    const cutOff = ['checkout-db', 'bank-gateway', 'fraud-scoring'];
    const remove = () => {
      for (const name of cutOff) {
        controlPlane().delete(RESOURCES.SecretReference, {
          namespace: 'payments',
          name,
        });
      }
    };
    controlPlane().delete(RESOURCES.ConfigMap, MARKS);
    remove();
    await cluster.stop();
    await start();
    expect(namesOf('SecretReference')).toEqual(complete);

    remove();
    controlPlane().delete(RESOURCES.ClusterDataPlane, { name: 'europe' });
    controlPlane().delete(RESOURCES.Namespace, { name: 'analytics' });
    const left = namesOf('SecretReference');
    await cluster.stop();
    await start();
    for (const name of cutOff) {
      expect(namesOf('SecretReference')).not.toContain(`payments/${name}`);
    }
    expect(left).toEqual(expect.arrayContaining(namesOf('SecretReference')));
    expect(namesOf('ClusterDataPlane')).toEqual(['/default', '/direct']);
    expect(namesOf('Namespace')).not.toContain('/analytics');
  });

  it('find their KV store again when its port was taken in between', async () => {
    await start(true);
    const before = cluster.kv!.address;
    await cluster.stop();
    const squatter = createServer().listen(
      Number(new URL(before).port),
      '127.0.0.1',
    );
    await once(squatter, 'listening');
    try {
      await start(true);
      const { address } = cluster.kv!;
      expect(address).not.toBe(before);
      await eventually(() => {
        for (const { store } of Object.values(cluster.clusters)) {
          const { spec, status } = store.get(RESOURCES.ClusterSecretStore, {
            name: 'default',
          });
          expect(spec.provider.vault.server).toBe(address);
          expect(status.conditions).toMatchObject([
            { type: 'Ready', status: 'True' },
          ]);
        }
      });
    } finally {
      squatter.close();
    }
  });

  it('tell other programs where they are, and nobody else', async () => {
    await start(true);
    const { address, token } = cluster.kv!;
    const file = path.join(state, 'openbao.env');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(`export BAO_ADDR=${address}\n`);
    expect(text).toContain(`export BAO_TOKEN=${token}\n`);
    const kubeconfig = readFileSync(path.join(state, 'kubeconfig'), 'utf8');
    for (const { name, url } of Object.values(cluster.clusters)) {
      expect(kubeconfig).toContain(`name: ${name}`);
      expect(kubeconfig).toContain(url);
    }
    for (const each of ['openbao.env', 'openbao-token', 'kubeconfig']) {
      expect(statSync(path.join(state, each)).mode & 0o777).toBe(0o600);
    }
  });
});
