import {
  EmbeddedCluster,
  openChoreoDefinitions,
  startEmbeddedCluster,
} from '@strongroom/embedded-cluster';
import {
  EstateClock,
  EstateCluster,
  EstateKind,
  layEstate,
  layFoundations,
  RESOURCES,
} from '../estate';
import { ApiCluster } from './ApiCluster';
import { StoreCluster } from './StoreCluster';

jest.setTimeout(120_000);

const KINDS = Object.keys(RESOURCES) as EstateKind[];

let inProcess: EmbeddedCluster;
let overApi: EmbeddedCluster;
let clients: Record<string, ApiCluster>;

const start = (clock?: EstateClock) =>
  startEmbeddedCluster({
    clock,
    definitions: openChoreoDefinitions,
    // Nothing but what is laid is compared.
    withoutExternalSecrets: true,
  });

beforeAll(async () => {
  const clock = new EstateClock();
  [inProcess, overApi] = await Promise.all([start(clock), start()]);
  const stores = mapClusters(inProcess, ({ store }) =>
    StoreCluster.create(store, clock),
  );
  clients = mapClusters(overApi, cluster => ApiCluster.create(cluster));
  await lay(stores, inProcess);
  await lay(clients, overApi);
});

afterAll(async () => {
  for (const client of Object.values(clients ?? {})) {
    client.close();
  }
  await Promise.all([inProcess?.stop(), overApi?.stop()]);
});

function mapClusters<T>(
  { clusters }: EmbeddedCluster,
  make: (cluster: EmbeddedCluster['clusters'][string]) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.values(clusters).map(cluster => [cluster.name, make(cluster)]),
  );
}

async function lay(
  clusters: Record<string, EstateCluster>,
  { kv }: EmbeddedCluster,
): Promise<void> {
  const target = { clusters, kv: kv! };
  await layFoundations(target);
  await layEstate(target);
}

/** Every object of the estate with its makers, by cluster, kind and name. */
function objectsOf({ clusters }: EmbeddedCluster): string[] {
  return Object.values(clusters).flatMap(({ name, store }) =>
    KINDS.flatMap(kind =>
      store.list(RESOURCES[kind]).items.map(({ metadata }) => {
        const makers = metadata.managedFields?.map(
          ({ manager, subresource = '' }) => `${manager}${subresource}`,
        );
        const { namespace = '', deletionTimestamp } = metadata;
        return [
          `${name} ${kind} ${namespace}/${metadata.name}`,
          // By name: they stand in the order of their seconds.
          ...[...new Set(makers)].sort(),
          deletionTimestamp && 'deleted',
        ].join(' ');
      }),
    ),
  );
}

describe('a cluster behind an API', () => {
  it('gets the same estate as one in this process, by the same makers', () => {
    const laid = objectsOf(overApi);
    expect(laid.length).toBeGreaterThan(200);
    expect(laid.sort()).toEqual(objectsOf(inProcess).sort());
  });

  it('says the reason of a refusal and quotes nothing of a Secret', async () => {
    const refused = clients['plane-2'].ensure(
      'Secret',
      {
        metadata: { name: 'a', namespace: 'default' },
        type: 'Opaque',
        data: { key: 'hunter2 is no base64' },
      },
      'kubectl-create',
    );
    const error = await refused.catch(thrown => thrown);
    expect(error.message).toMatch(/secrets.* with 4\d\d \w+$/);
    expect(error.stack).not.toContain('hunter2');
  });
});
