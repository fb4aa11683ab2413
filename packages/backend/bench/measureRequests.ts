import path from 'node:path';
import { EmbeddedKubernetes } from '@strongroom/embedded-cluster';
import { PortalClient } from '../src/__testUtils__/PortalClient';
import { startBackend } from '../src/__testUtils__/startBackend';
import { startDemoCluster } from '../src/cluster/startDemoCluster';
import { RESOURCES, withKind } from '../src/estate';
import { describeTimes } from './statistics';
import { withTemporaryFolder } from './temporaryFolder';
import { Figure } from './types';

const REFERENCES = 5_000;
const WARM_UP = 20;
const LISTS = 200;
const CREATES = 40;

/** What a list over many references and a create cost, on a cluster whose requests are counted. */
export async function measureRequests(): Promise<Figure[]> {
  return withTemporaryFolder(async state => {
    const cluster = await startDemoCluster({ state, empty: true });
    const controlPlane = cluster.clusters['control-plane'];
    try {
      fill(controlPlane);
      const backend = await startBackend({
        STRONGROOM_STATE: state,
        STRONGROOM_KUBECONFIG: path.join(state, 'kubeconfig'),
        STRONGROOM_CONTEXT: 'control-plane',
      });
      try {
        const client = await PortalClient.signIn(backend.url, 'platform');
        return [
          ...(await measureLists(client, controlPlane)),
          ...(await measureCreates(client, controlPlane)),
        ];
      } finally {
        await backend.stop();
      }
    } finally {
      await cluster.stop();
    }
  });
}

function fill({ store }: EmbeddedKubernetes): void {
  for (let count = 0; count < REFERENCES; count += 1) {
    const name = `service-${String(count).padStart(5, '0')}-credentials`;
    const key = `secret/payments/generic/${name}`;
    store.create(
      RESOURCES.SecretReference,
      withKind('SecretReference', {
        metadata: {
          name,
          namespace: 'payments',
          labels: { team: `team-${count % 50}` },
        },
        spec: {
          targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
          template: { type: 'Opaque' },
          data: ['username', 'password'].map(property => ({
            secretKey: property,
            remoteRef: { key, property },
          })),
        },
      }),
      { fieldManager: 'kubectl-create' },
    );
  }
  const { items } = store.list(RESOURCES.SecretReference);
  if (items.length !== REFERENCES) {
    throw new Error(`There are ${items.length} references`);
  }
}

async function measureLists(
  client: PortalClient,
  { requestLog }: EmbeddedKubernetes,
): Promise<Figure[]> {
  const list = async (query: string) => {
    const { status, body } = await client.get(`secrets/secrets?${query}`);
    if (status !== 200 || body.items.length === 0) {
      throw new Error(`The list answered ${status}`);
    }
    return body;
  };
  const times = async (query: string): Promise<number[]> => {
    const samples: number[] = [];
    for (let count = 0; count < WARM_UP + LISTS; count += 1) {
      const started = performance.now();
      await list(query);
      samples.push(performance.now() - started);
    }
    return samples.slice(WARM_UP);
  };
  const { totalItems } = await list('limit=50');
  if (totalItems !== REFERENCES) {
    throw new Error(`The list has ${totalItems} secrets`);
  }
  requestLog.clear();
  const page = await times('limit=50');
  const search = await times('limit=50&q=service-0123&orderBy=updatedAt');
  const calls = requestLog.count();
  const size = REFERENCES.toLocaleString('en');
  return [
    { what: `List: a page of 50 out of ${size}`, ours: describeTimes(page) },
    { what: `List: a search in ${size}, sorted`, ours: describeTimes(search) },
    {
      what: `Kubernetes calls by ${2 * (WARM_UP + LISTS)} such lists`,
      ours: String(calls),
      aim: '0',
    },
  ];
}

async function measureCreates(
  client: PortalClient,
  { requestLog }: EmbeddedKubernetes,
): Promise<Figure[]> {
  const create = async (name: string): Promise<number> => {
    const started = performance.now();
    const { status } = await client.call(
      'POST',
      'secrets/namespaces/frontend/secrets',
      {
        name,
        type: 'kubernetes.io/basic-auth',
        targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
        data: {
          username: { value: 'bench' },
          password: { value: 'seven-bridges-over' },
        },
      },
    );
    if (status !== 201) {
      throw new Error(`The create answered ${status}`);
    }
    return performance.now() - started;
  };
  await create('first');
  requestLog.clear();
  const samples: number[] = [];
  for (let count = 0; count < CREATES; count += 1) {
    samples.push(await create(`bench-${count}`));
  }
  const calls = requestLog.entries.filter(({ query }) => !query.watch);
  const reads = calls.filter(({ verb }) => verb === 'get').length / CREATES;
  const writes = calls.length / CREATES - reads;
  return [
    { what: 'Create of a secret, answered', ours: describeTimes(samples) },
    {
      what: 'Kubernetes calls of a create, the check afterwards included',
      ours: `${reads.toFixed(1)} reads, ${writes.toFixed(1)} writes`,
      aim: '3 reads, 3 writes, 1 check',
    },
  ];
}
