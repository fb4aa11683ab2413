import { TestCluster } from '@strongroom/real-cluster';
import { Answer, ContractClient } from './ContractClient';
import { eventually } from './eventually';
import { startPortal, TestPortal } from './startPortal';
import { PAYMENTS } from './tenants';

/** How long deliveries may take on a busy machine. */
export const PATIENCE_MS = 60_000;

/** A developer with secrets in {@link PAYMENTS}, whose operations soon go on when they are interrupted. */
export interface Developer {
  portal: TestPortal;
  client: ContractClient;
  /** Also the cluster of the planes. */
  control: TestCluster;
  create(draft: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Waits until it has arrived in the store. */
  synced(name: string): Promise<void>;
  /** Waits until nobody sees it. */
  gone(name: string): Promise<void>;
}

/** Route of one secret. */
export function path(name: string): string {
  return `/namespaces/${PAYMENTS}/secrets/${name}`;
}

/** A component `checkout` stands in the catalog and names the secret `annotated`. */
export async function startDeveloper(): Promise<Developer> {
  const portal = await startPortal({
    secrets: {
      names: { reference: '{component}-secrets' },
      operations: {
        lease: { seconds: 1 },
        requestTimeout: { seconds: 4 },
        deadline: { seconds: 10 },
      },
    },
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          name: 'checkout',
          annotations: {
            'openchoreo.io/namespace': PAYMENTS,
            'openchoreo.io/project': 'shop',
            'openchoreo.io/component': 'checkout',
            'strongroom.dev/secrets': 'annotated',
          },
        },
      },
    ],
  });
  const client = portal.as('payments-dev');
  return {
    portal,
    client,
    control: portal.world.clusters['control-plane'],
    create: (draft, headers) =>
      client.post(`/namespaces/${PAYMENTS}/secrets`, draft, { headers }),
    synced: name =>
      eventually(async () => {
        const { body } = await client.get(`${path(name)}/delivery`);
        expect(body.state).toBe('Synced');
      }, PATIENCE_MS),
    gone: name =>
      eventually(async () => {
        expect((await client.get(path(name))).status).toBe(404);
      }, PATIENCE_MS),
  };
}
