import { setTimeout as sleep } from 'node:timers/promises';
import { EstateCluster } from '../EstateCluster';
import { EstateConsumer, EstatePod } from '../types';
import { daysAgo, PlacedSecret } from './types';
import { dataPlaneNamespace, targetOf } from './writeConsumer';

const MANAGER = 'kube-controller-manager';
const KUBELET = 'kubelet';
const PAUSE_MS = 100;
/** How long External Secrets may take to write the Secret that the pods use. */
const PATIENCE_MS = 30_000;

/** Writes the pods of a consumer, of which those that started long ago run with a value of before. */
export async function writePods(
  cluster: EstateCluster,
  placed: PlacedSecret,
  consumer: EstateConsumer,
): Promise<void> {
  const { pods = [], project, component, environment } = consumer;
  if (pods.length === 0) {
    return;
  }
  const namespace = dataPlaneNamespace(placed.namespace, project, environment);
  const secret = targetOf(placed, consumer);
  await written(cluster, { namespace, name: secret });
  await cluster.ensure(
    'ServiceAccount',
    { metadata: { namespace, name: 'default' } },
    MANAGER,
  );
  for (const pod of pods) {
    await writePod(cluster, pod, { namespace, component, secret });
  }
}

/** A Secret counts as changed from when it was written, so what is to have its value starts later. */
async function written(
  cluster: EstateCluster,
  key: { namespace: string; name: string },
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await cluster.find('Secret', key)) && Date.now() < end) {
    await sleep(PAUSE_MS);
  }
}

async function writePod(
  cluster: EstateCluster,
  { hash, started }: EstatePod,
  at: { namespace: string; component: string; secret: string },
): Promise<void> {
  const { namespace, component, secret } = at;
  const since = started === undefined ? new Date() : daysAgo(started);
  const then = started === undefined ? cluster : cluster.at(since);
  const owner = `${component}-${hash}`;
  const labels = { app: component, 'pod-template-hash': hash };
  const template = {
    containers: [
      {
        name: 'main',
        image: `registry.example.com/${component}:latest`,
        envFrom: [{ secretRef: { name: secret } }],
      },
    ],
  };
  await then.ensure(
    'ReplicaSet',
    {
      metadata: { namespace, name: owner, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: template },
      },
    },
    MANAGER,
  );
  const made = await cluster.find('ReplicaSet', { namespace, name: owner });
  const name = `${owner}-${hash.slice(0, 5)}`;
  await then.ensure(
    'Pod',
    {
      metadata: {
        namespace,
        name,
        labels,
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            name: owner,
            uid: made?.metadata.uid,
            controller: true,
          },
        ],
      },
      spec: template,
    },
    MANAGER,
  );
  const startedAt = `${since.toISOString().slice(0, 19)}Z`;
  await then.mergePatch(
    'Pod',
    { namespace, name },
    {
      status: {
        phase: 'Running',
        startTime: startedAt,
        containerStatuses: [
          {
            name: 'main',
            image: template.containers[0].image,
            imageID: '',
            ready: true,
            restartCount: 0,
            state: { running: { startedAt } },
          },
        ],
      },
    },
    { manager: KUBELET, subresource: 'status' },
  );
}
