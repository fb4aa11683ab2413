import { ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  ConnectOptions,
  SecretStore,
  StoreDriver,
} from '@strongroom/backstage-plugin-secrets-node';
import { eventually } from '../../tests/__testUtils__/eventually';
import { recordingLogger } from '../../tests/__testUtils__/recordingLogger';
import {
  QUICK,
  StartedClusters,
  startClusters,
} from '../../tests/__testUtils__/startClusters';
import { ClusterRegistry } from '../ClusterRegistry';
import { StoreDriverRegistry } from '../StoreDriverRegistry';
import { DefaultPlaneDirectory } from './DefaultPlaneDirectory';

const planesOf = (resource: string) => ({
  group: 'openchoreo.dev',
  version: 'v1alpha1',
  resource,
});

let clusters: StartedClusters;
let closes: Array<() => void>;
let connects: ConnectOptions[];

beforeEach(async () => {
  clusters = await startClusters();
  for (const name of ['acme', 'beta']) {
    clusters.controlPlane.store.create(
      { group: '', version: 'v1', resource: 'namespaces' },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    );
  }
  closes = [];
  connects = [];
});

afterEach(async () => {
  for (const close of closes) {
    close();
  }
  await clusters.stop();
});

/** A driver of which only what the directory looks at is there. */
function driver(maxBytes: number): StoreDriver {
  return {
    capabilities: { maxBytes },
    remoteKeyTemplate: '{namespace}/{name}',
    validateConfig: config => {
      if (config?.has('wrong')) {
        throw new InputError('driverConfig.wrong is not known');
      }
    },
    connect: options => {
      connects.push(options);
      return { storeOf: options.plane.storeName } as unknown as SecretStore;
    },
  } as StoreDriver;
}

const GATEWAY = {
  name: 'gateway',
  gateway: {
    url: 'https://127.0.0.1:1',
    certFile: '/nowhere/tls.crt',
    keyFile: '/nowhere/tls.key',
  },
};

function start(planes: object = {}, drivers = ['external-secrets', 'openbao']) {
  const config = new ConfigReader({
    secrets: {
      controlPlane: 'control-plane',
      clusters: [
        ...['control-plane', 'plane-2'].map(name => ({
          name,
          kubeconfig: { path: clusters.kubeconfig, context: name },
        })),
        GATEWAY,
      ],
      planes,
    },
  } as any);
  const logger = recordingLogger();
  const registry = ClusterRegistry.fromConfig(config, {
    logger,
    timing: QUICK,
  });
  closes.push(() => registry.close());
  const known = StoreDriverRegistry.create();
  for (const [index, id] of drivers.entries()) {
    known.addDriver(id, driver(1000 * (index + 1)));
  }
  const directory = DefaultPlaneDirectory.fromConfig(config, {
    clusters: registry,
    drivers: known,
    managedBy: 'openchoreo-api',
    remoteKeyTemplates: { openbao: 'kv/{namespace}/{name}' },
    logger,
  });
  closes.push(() => directory.close());
  return directory;
}

function addPlane(
  kind: string,
  name: string,
  namespace: string | undefined,
  spec: object,
) {
  return clusters.controlPlane.store.create(
    planesOf(`${kind.toLowerCase()}s`),
    {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind,
      metadata: { name, namespace },
      spec,
    },
  );
}

const names = (directory: DefaultPlaneDirectory, namespace: string) =>
  directory.list(namespace).map(({ ref }) => `${ref.kind}/${ref.name}`);

describe('the planes', () => {
  it('S2.9: are those of OpenChoreo: of a namespace its own and the cluster-scoped ones', async () => {
    const store = { secretStoreRef: { name: 'vault' } };
    addPlane('ClusterWorkflowPlane', 'builds', undefined, store);
    addPlane('ClusterDataPlane', 'shared', undefined, {
      ...store,
      planeID: 'plane-2',
    });
    addPlane('DataPlane', 'own', 'acme', {
      ...store,
      planeID: 'control-plane',
    });
    addPlane('WorkflowPlane', 'bare', 'beta', { planeID: 'plane-2' });
    const directory = start();
    expect(directory.listed).toBe(false);
    await eventually(() => expect(directory.listed).toBe(true));

    expect(names(directory, 'acme')).toEqual([
      'DataPlane/own',
      'ClusterDataPlane/shared',
      'ClusterWorkflowPlane/builds',
    ]);
    expect(names(directory, 'beta')).toEqual([
      'ClusterDataPlane/shared',
      'WorkflowPlane/bare',
      'ClusterWorkflowPlane/builds',
    ]);
    const find = (kind: any, name: string, namespace = 'acme') =>
      directory.find(namespace, { kind, name });
    expect(find('DataPlane', 'own')).toMatchObject({
      namespace: 'acme',
      storeName: 'vault',
      driverId: 'external-secrets',
      maxBytes: 1000,
      kubernetes: { cluster: 'control-plane' },
      store: { storeOf: 'vault' },
    });
    expect(find('DataPlane', 'own', 'beta')).toBeUndefined();
    expect(find('ClusterDataPlane', 'shared')?.kubernetes?.cluster).toBe(
      'plane-2',
    );
    const noCluster = find('ClusterWorkflowPlane', 'builds');
    expect(noCluster).toMatchObject({ storeName: 'vault' });
    expect(noCluster?.kubernetes).toBeUndefined();
    expect(noCluster?.store).toBeUndefined();
    const noStore = find('WorkflowPlane', 'bare', 'beta');
    expect(noStore?.kubernetes?.cluster).toBe('plane-2');
    expect(noStore?.store).toBeUndefined();
  });

  it('S0.9: have the driver, cluster and limit that the configuration gives them', async () => {
    addPlane('DataPlane', 'prod', 'acme', { secretStoreRef: { name: 'bao' } });
    addPlane('DataPlane', 'prod', 'beta', { secretStoreRef: { name: 'bao' } });
    const directory = start({
      defaultCluster: 'control-plane',
      overrides: [
        { kind: 'DataPlane', name: 'prod', maxBytes: 7 },
        {
          kind: 'DataPlane',
          name: 'prod',
          namespace: 'acme',
          cluster: 'plane-2',
          driver: 'openbao',
          driverConfig: { mount: 'kv' },
        },
      ],
      static: [
        {
          kind: 'ClusterDataPlane',
          name: 'fixed',
          cluster: 'plane-2',
          store: 'vault',
        },
      ],
    });
    await eventually(() => expect(directory.listed).toBe(true));
    const ref = { kind: 'DataPlane', name: 'prod' } as const;
    expect(directory.find('acme', ref)).toMatchObject({
      driverId: 'openbao',
      maxBytes: 2000,
      kubernetes: { cluster: 'plane-2' },
    });
    expect(directory.find('beta', ref)).toMatchObject({
      driverId: 'external-secrets',
      maxBytes: 7,
      kubernetes: { cluster: 'control-plane' },
    });
    expect(names(directory, 'anywhere')).toEqual(['ClusterDataPlane/fixed']);
    const bao = connects.find(({ plane }) => plane.storeName === 'bao');
    expect(bao).toBeDefined();
    expect(
      connects.find(({ config }) => config?.getString('mount') === 'kv'),
    ).toMatchObject({
      plane: { ref, storeName: 'bao' },
      managedBy: 'openchoreo-api',
      remoteKeyTemplate: 'kv/{namespace}/{name}',
    });
  });

  it('have each a cluster of its own behind a gateway, and another when the plane ID changes', async () => {
    const store = { secretStoreRef: { name: 'vault' } };
    const prod = { ...store, planeID: 'prod' };
    addPlane('DataPlane', 'own', 'acme', prod);
    addPlane('DataPlane', 'own', 'beta', prod);
    addPlane('ClusterWorkflowPlane', 'builds', undefined, store);
    addPlane('ClusterDataPlane', 'near', undefined, {
      ...store,
      planeID: 'plane-2',
    });
    const directory = start({
      defaultCluster: 'gateway',
      static: [
        {
          kind: 'WorkflowPlane',
          name: 'fixed',
          namespace: 'acme',
          cluster: 'gateway',
          planeID: 'ci',
          store: 'vault',
        },
      ],
    });
    await eventually(() => expect(directory.listed).toBe(true));
    const clusterOf = (kind: any, name: string, namespace = 'acme') =>
      directory.find(namespace, { kind, name })?.kubernetes?.cluster;
    expect(clusterOf('DataPlane', 'own')).toBe(
      'gateway/dataplane/prod/acme/own',
    );
    expect(clusterOf('DataPlane', 'own', 'beta')).toBe(
      'gateway/dataplane/prod/beta/own',
    );
    expect(clusterOf('ClusterWorkflowPlane', 'builds')).toBe(
      'gateway/workflowplane/builds/_cluster/builds',
    );
    expect(clusterOf('WorkflowPlane', 'fixed')).toBe(
      'gateway/workflowplane/ci/acme/fixed',
    );
    expect(clusterOf('ClusterDataPlane', 'near')).toBe('plane-2');

    const before = directory.find('beta', { kind: 'DataPlane', name: 'own' });
    const change = (patch: object) =>
      clusters.controlPlane.store.mergePatch(
        planesOf('dataplanes'),
        { namespace: 'acme', name: 'own' },
        patch as any,
      );
    change({ metadata: { labels: { any: 'label' } } });
    change({ spec: { planeID: 'moved' } });
    await eventually(() =>
      expect(clusterOf('DataPlane', 'own')).toBe(
        'gateway/dataplane/moved/acme/own',
      ),
    );
    expect(directory.find('beta', { kind: 'DataPlane', name: 'own' })).toBe(
      before,
    );
    const plane = { kind: 'DataPlane', name: 'x', store: 'vault' };
    expect(() => start({ static: [{ ...plane, cluster: 'gateway' }] })).toThrow(
      'DataPlane x needs its namespace, because the gateway gateway finds it by that',
    );
    expect(() =>
      start({ static: [{ ...plane, cluster: 'plane-2', planeID: 'prod' }] }),
    ).toThrow('planeID of DataPlane x has no effect');
  });

  it('connect anew when the store of a plane changes, and only then', async () => {
    addPlane('DataPlane', 'own', 'acme', {
      planeID: 'plane-2',
      secretStoreRef: { name: 'first' },
    });
    const directory = start();
    const told: string[] = [];
    directory.observe({
      onUpsert: plane => told.push(`${plane.ref.name} ${plane.storeName}`),
      onDelete: plane => told.push(`${plane.ref.name} gone`),
    });
    await eventually(() => expect(told).toEqual(['own first']));

    const { store } = clusters.controlPlane;
    const key = { namespace: 'acme', name: 'own' };
    const type = planesOf('dataplanes');
    store.mergePatch(type, key, { metadata: { labels: { any: 'label' } } });
    store.mergePatch(type, key, {
      spec: { secretStoreRef: { name: 'second' } },
    });
    await eventually(() => expect(told).toEqual(['own first', 'own second']));
    expect(connects.map(({ plane }) => plane.storeName)).toEqual([
      'first',
      'second',
    ]);

    const late: string[] = [];
    const second = directory.observe({
      onUpsert: plane => late.push(`${plane.storeName}`),
      onDelete: () => late.push('gone'),
    });
    expect(late).toEqual(['second']);
    second.close();
    store.delete(type, key);
    await eventually(() => expect(told).toContain('own gone'));
    expect(late).toEqual(['second']);
    expect(directory.list('acme')).toEqual([]);
  });

  it('are only those of the configuration where OpenChoreo is not installed', async () => {
    await clusters.stop();
    clusters = await startClusters([]);
    const fixed = {
      kind: 'DataPlane',
      name: 'main',
      cluster: 'plane-2',
      store: 'vault',
    };
    const directory = start({ static: [fixed] });
    await eventually(() => expect(directory.listed).toBe(true));
    expect(names(directory, 'any')).toEqual(['DataPlane/main']);

    clusters.controlPlane.requestLog.clear();
    const alone = start(
      {
        openchoreo: false,
        static: [{ ...fixed, driver: 'openbao' }],
      },
      ['openbao'],
    );
    expect(alone.listed).toBe(true);
    expect(names(alone, 'any')).toEqual(['DataPlane/main']);
  });

  it('T36: keep the others when the control plane cannot be read', async () => {
    addPlane('DataPlane', 'own', 'acme', {
      planeID: 'plane-2',
      secretStoreRef: { name: 'first' },
    });
    const directory = start();
    await eventually(() => expect(directory.listed).toBe(true));
    clusters.controlPlane.faults.add({ match: {}, effect: { type: 'refuse' } });
    await new Promise(resolve => setTimeout(resolve, 2500));
    expect(names(directory, 'acme')).toEqual(['DataPlane/own']);
  });

  it('S0.3 S0.4: are refused at start with a driver that is not known, with the known ones named', () => {
    const plane = { kind: 'DataPlane', name: 'x', driver: 'openbo' };
    expect(() => start({ overrides: [plane] })).toThrow(
      'DataPlane x: There is no store driver openbo (known: external-secrets, openbao)',
    );
    expect(() => start({}, [])).toThrow(
      'There is no store driver external-secrets (known: none)',
    );
    expect(() =>
      start({
        overrides: [
          { ...plane, driver: 'openbao', driverConfig: { wrong: 1 } },
        ],
      }),
    ).toThrow('DataPlane x: driverConfig.wrong is not known');

    const registry = StoreDriverRegistry.create();
    registry.addDriver('openbao', driver(1));
    expect(() => registry.addDriver('openbao', driver(1))).toThrow(
      'registered already',
    );
  });
});
