import { RESOURCES } from '@strongroom/backstage-plugin-secrets-node';
import {
  aPlane,
  FakePlanes,
  FakeStore,
} from '../references/__testUtils__/FakePlanes';
import { FakeReflections } from '../references/__testUtils__/FakeReflections';
import { anObservation, aRow } from '../references/__testUtils__/fixtures';
import { DefaultConsumerIndex } from './DefaultConsumerIndex';
import { DefaultDeliveryDirectory } from './DefaultDeliveryDirectory';

const WORKFLOWS = { kind: 'ClusterWorkflowPlane' as const, name: 'default' };
const PATH = 'secret/acme/generic/db';

function consumer(name: string, uid: string) {
  return {
    metadata: {
      namespace: 'dp-acme',
      name,
      uid,
      labels: { 'openchoreo.dev/namespace': 'acme' },
    },
    spec: {
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
      data: [{ remoteRef: { key: PATH } }],
    },
  };
}

describe('planes that share a cluster', () => {
  it('are observed once, as long as one of them is left', () => {
    const { client } = FakeReflections.create('plane-1');
    const planes = new FakePlanes();
    const [first, second] = [new FakeStore(), new FakeStore()];
    const data = aPlane(client, first);
    const workflows = aPlane(client, second, { ref: WORKFLOWS });
    planes.put(data);
    planes.put(workflows);
    const consumers = DefaultConsumerIndex.create({ planes });
    const deliveries = DefaultDeliveryDirectory.create({ planes, consumers });
    expect([first.listeners.size, second.listeners.size]).toEqual([1, 0]);
    const states = () => [
      deliveries.state(aRow()),
      deliveries.state(aRow({ targetPlane: WORKFLOWS })),
    ];
    first.list([anObservation()]);
    expect(states()).toEqual(['Synced', 'Synced']);

    planes.remove(data);
    first.tell(listener =>
      listener.onUpsert(anObservation({ state: 'Failed' })),
    );
    expect(states()).toEqual(['Unknown', 'Failed']);
    planes.remove(workflows);
    expect(first.listeners.size).toBe(0);
  });

  it('are observed each for itself where another store or another driver could tell something else', () => {
    const { client } = FakeReflections.create('plane-1');
    const planes = new FakePlanes();
    const stores = [1, 2, 3, 4].map(() => new FakeStore());
    const kinds = [
      {},
      { storeName: 'another' },
      { driverId: 'openbao' },
      { driverId: 'openbao' },
    ];
    kinds.forEach((settings, index) =>
      planes.put(
        aPlane(client, stores[index], {
          ref: { kind: 'DataPlane', name: `plane-${index}` },
          ...settings,
        }),
      ),
    );
    const consumers = DefaultConsumerIndex.create({ planes });
    DefaultDeliveryDirectory.create({ planes, consumers });
    expect(stores.map(({ listeners }) => listeners.size)).toEqual([1, 1, 1, 1]);
  });

  it('count a consumer once, although two ways lead to their cluster', () => {
    const ways = ['shared', 'own'].map(name =>
      FakeReflections.create(`gateway/dataplane/prod/_cluster/${name}`),
    );
    const planes = new FakePlanes();
    for (const { client, cluster } of ways) {
      planes.put(
        aPlane(client, undefined, {
          ref: { kind: 'ClusterDataPlane', name: cluster },
        }),
      );
    }
    const consumers = DefaultConsumerIndex.create({ planes });
    for (const way of ways) {
      way.list(RESOURCES.externalSecret, [
        consumer('shop', 'uid-1'),
        consumer('cart', 'uid-2'),
      ]);
    }
    const found = consumers.find({ tenant: 'acme', remoteKeys: [PATH] });
    expect(found.map(({ name }) => name)).toEqual(['cart', 'shop']);
  });
});
