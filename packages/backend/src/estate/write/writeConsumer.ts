import { createHash } from 'node:crypto';
import { EstateCluster } from '../EstateCluster';
import { PLANES } from '../data';
import { EstateConsumer } from '../types';
import { keysOf } from '../values/makeValues';
import { remoteKeyOf } from './remoteKeyOf';
import { PlacedSecret } from './types';

const MANAGER = 'renderedrelease-controller';

/** Writes the ExternalSecret that brings a secret to a component, as OpenChoreo renders it; External Secrets does the rest. */
export async function writeConsumer(
  cluster: EstateCluster,
  placed: PlacedSecret,
  consumer: EstateConsumer,
): Promise<void> {
  const { secret } = placed;
  const { project, component, environment } = consumer;
  const labels = {
    'openchoreo.dev/namespace': placed.namespace,
    'openchoreo.dev/project': project,
    'openchoreo.dev/environment': environment,
  };
  const namespace = dataPlaneNamespace(placed.namespace, project, environment);
  await cluster.ensure(
    'Namespace',
    { metadata: { name: namespace, labels } },
    MANAGER,
  );
  const name = targetOf(placed, consumer);
  await cluster.ensure(
    'ExternalSecret',
    {
      metadata: {
        namespace,
        name,
        labels: { ...labels, 'openchoreo.dev/component': component },
      },
      spec: {
        refreshInterval: '15s',
        secretStoreRef: {
          kind: 'ClusterSecretStore',
          name: PLANES[secret.plane].store,
        },
        target: {
          name,
          creationPolicy: 'Owner',
          template: { type: 'Opaque' },
        },
        data: entriesOf(placed, consumer),
      },
    },
    MANAGER,
  );
}

/** Name of the ExternalSecret of a consumer, and of the Secret that it writes. */
export function targetOf(
  { secret }: PlacedSecret,
  { component }: EstateConsumer,
): string {
  return `${component}-${secret.name}`;
}

function entriesOf(placed: PlacedSecret, consumer: EstateConsumer) {
  const { variables, missingKey } = consumer;
  const wanted =
    variables ??
    Object.fromEntries(keysOf(placed.secret).map(key => [key, key]));
  const key = remoteKeyOf(placed.namespace, placed.secret);
  const properties = [
    ...Object.entries(wanted),
    ...(missingKey ? [[missingKey, missingKey]] : []),
  ];
  return properties.map(([property, secretKey]) => ({
    secretKey,
    remoteRef: { key, property },
  }));
}

/** Namespace of a data plane that a component runs in, as OpenChoreo names it. */
export function dataPlaneNamespace(
  namespace: string,
  project: string,
  environment: string,
): string {
  const name = `${namespace}-${project}-${environment}`;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `dp-${name}-${hash}`;
}
