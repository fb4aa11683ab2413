import { Entity } from '@backstage/catalog-model';
import { eventually } from '../tests/__testUtils__/eventually';
import {
  StartedClusters,
  startClusters,
} from '../tests/__testUtils__/startClusters';
import { EntityUsage } from './EntityUsage';
import { WorkloadIndex } from './WorkloadIndex';

const WORKLOADS = {
  group: 'openchoreo.dev',
  version: 'v1alpha1',
  resource: 'workloads',
};

let clusters: StartedClusters;
let index: WorkloadIndex;
let usage: EntityUsage;

beforeAll(async () => {
  clusters = await startClusters();
  for (const name of ['acme', 'beta']) {
    clusters.controlPlane.store.create(
      { group: '', version: 'v1', resource: 'namespaces' },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    );
    addWorkload(name, 'checkout-api', 'shop', 'checkout', {
      env: [
        { key: 'LEVEL', value: 'debug' },
        secretKey('db', 'password'),
        secretKey('db', 'user'),
        secretKey('db', 'password'),
        secretKey(`only-${name}`, 'a'),
        secretKey('Not A Name', 'a'),
      ],
      files: [secretKey('tls', 'tls.crt'), secretKey('db', 'ca.pem')],
    });
    addWorkload(name, 'unrelated', 'shop', 'cart', {
      env: [secretKey('cart', 'key')],
    });
    addWorkload(name, 'homonym', 'backoffice', 'checkout', {
      env: [secretKey('other-project', 'key')],
    });
    addWorkload(name, 'plain', 'shop', 'checkout', {});
  }
  index = WorkloadIndex.start(clusters.connect());
  usage = EntityUsage.create(index);
  await eventually(() => {
    if (!usage.listed) {
      throw new Error('The workloads were not listed');
    }
  });
});

afterAll(async () => {
  index.close();
  await clusters.stop();
});

function secretKey(name: string, key: string) {
  return { key: key.toUpperCase(), valueFrom: { secretKeyRef: { name, key } } };
}

function addWorkload(
  namespace: string,
  name: string,
  projectName: string,
  componentName: string,
  container: object,
) {
  clusters.controlPlane.store.create(WORKLOADS, {
    apiVersion: 'openchoreo.dev/v1alpha1',
    kind: 'Workload',
    metadata: { name, namespace },
    spec: { owner: { projectName, componentName }, container },
  });
}

function entity(annotations?: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'checkout', annotations },
  };
}

const component = {
  'openchoreo.io/namespace': 'acme',
  'openchoreo.io/project': 'shop',
  'openchoreo.io/component': 'checkout',
};

describe('the secrets of a catalog entity', () => {
  it('S2.10: are those that the workloads of its component name, with their keys', () => {
    expect(usage.of(entity(component))).toEqual([
      {
        reference: { namespace: 'acme', name: 'db' },
        keys: ['ca.pem', 'password', 'user'],
        via: ['env', 'file'],
      },
      {
        reference: { namespace: 'acme', name: 'only-acme' },
        keys: ['a'],
        via: ['env'],
      },
      {
        reference: { namespace: 'acme', name: 'tls' },
        keys: ['tls.crt'],
        via: ['file'],
      },
    ]);
    expect(
      usage
        .of(
          entity({
            'openchoreo.io/namespace': 'acme',
            'openchoreo.io/workload': 'unrelated',
          }),
        )
        .map(({ reference }) => reference.name),
    ).toEqual(['cart']);
  });

  it('are those that it names itself, merged with the others', () => {
    expect(
      usage.of(
        entity({
          ...component,
          'strongroom.dev/secrets': ' db, mail ,,db,Not_A_Name, ../x',
        }),
      ),
    ).toMatchObject([
      {
        reference: { name: 'db' },
        keys: ['ca.pem', 'password', 'user'],
        via: ['env', 'file', 'annotation'],
      },
      { reference: { name: 'mail' }, keys: [], via: ['annotation'] },
      { reference: { name: 'only-acme' } },
      { reference: { name: 'tls' } },
    ]);
  });

  it('T14: lie in one namespace, and naming another there moves no workload', () => {
    const named = (annotations: Record<string, string>) =>
      usage
        .of(entity({ 'strongroom.dev/secrets': 'db', ...annotations }))
        .map(({ reference }) => `${reference.namespace}/${reference.name}`);
    const kubernetes = { 'backstage.io/kubernetes-namespace': 'third' };
    const openchoreo = { 'openchoreo.io/namespace': 'second' };
    expect(named(kubernetes)).toEqual(['third/db']);
    expect(named({ ...kubernetes, ...openchoreo })).toEqual(['second/db']);
    expect(
      named({
        ...kubernetes,
        ...openchoreo,
        'strongroom.dev/namespace': 'first',
      }),
    ).toEqual(['first/db']);
    expect(named({ ...component, 'strongroom.dev/namespace': 'beta' })).toEqual(
      ['acme/db', 'acme/only-acme', 'acme/tls', 'beta/db'],
    );
    expect(named({ 'strongroom.dev/namespace': '../acme' })).toEqual([]);
    expect(named({})).toEqual([]);
    expect(usage.of(entity())).toEqual([]);
  });

  it('follow the workloads as they change and go', async () => {
    const names = () =>
      usage
        .of(
          entity({
            'openchoreo.io/namespace': 'beta',
            'openchoreo.io/component': 'late',
          }),
        )
        .map(({ reference }) => reference.name);
    addWorkload('beta', 'late', 'shop', 'late', {
      env: [secretKey('one', 'a')],
    });
    await eventually(() => expect(names()).toEqual(['one']));
    const { store } = clusters.controlPlane;
    const key = { namespace: 'beta', name: 'late' };
    store.mergePatch(WORKLOADS, key, {
      spec: { container: { env: [secretKey('two', 'a')] } },
    });
    await eventually(() => expect(names()).toEqual(['two']));
    store.delete(WORKLOADS, key);
    await eventually(() => expect(names()).toEqual([]));
  });

  it('are none where the cluster knows no workloads', async () => {
    const bare = await startClusters([]);
    const empty = WorkloadIndex.start(bare.connect());
    try {
      await eventually(() => expect(empty.listed).toBe(true));
      expect(EntityUsage.create(empty).of(entity(component))).toEqual([]);
    } finally {
      empty.close();
      await bare.stop();
    }
  });
});
