import { KubernetesObject } from '@strongroom/embedded-cluster';
import { ContractClient } from './__testUtils__/ContractClient';
import {
  draftOf,
  PUSH_SECRETS,
  readStore,
  referenceOf,
  REFERENCES,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { startHttpServer } from './__testUtils__/startHttpServer';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS, RUN } from './__testUtils__/tenants';

jest.setTimeout(120_000);

const PATIENCE_MS = 60_000;
const SECOND_STORE = `second-${RUN}`;
const DATA_PLANES = { ...REFERENCES, resource: 'dataplanes' };
const STORES = {
  group: 'external-secrets.io',
  version: 'v1',
  resource: 'clustersecretstores',
};
const MOVING = { kind: 'DataPlane', name: 'moving' };

let portal: TestPortal;
let developer: ContractClient;

beforeAll(async () => {
  portal = await startPortal();
  developer = portal.as('payments-dev');
}, 180_000);

afterAll(() => portal?.stop(), 60_000);

const path = (name: string) => `/namespaces/${PAYMENTS}/secrets/${name}`;
const create = (draft: object) =>
  developer.post(`/namespaces/${PAYMENTS}/secrets`, draft);
const objects = () => portal.world.clusters['control-plane'].objects;
const stored = (name: string) =>
  readStore(portal, `${PAYMENTS}/generic/${name}`);
const storesOf = async (name: string) => {
  const pushSecret: any = await objects().get(PUSH_SECRETS, {
    namespace: `openchoreo-kv-${PAYMENTS}`,
    name,
  });
  return pushSecret.spec.secretStoreRefs;
};
const synced = (name: string) =>
  eventually(async () => {
    const { body } = await developer.get(path(name));
    expect(body.delivery).toMatchObject({ state: 'Synced' });
  }, PATIENCE_MS);

const planeOf = (name: string, spec: object): KubernetesObject =>
  ({
    apiVersion: 'openchoreo.dev/v1alpha1',
    kind: 'DataPlane',
    metadata: { namespace: PAYMENTS, name },
    spec,
  } as KubernetesObject);

describe('T18: when a plane gets another store', () => {
  const FIRST = [{ kind: 'ClusterSecretStore', name: 'default' }];
  const SECOND = [{ kind: 'ClusterSecretStore', name: SECOND_STORE }];

  beforeAll(async () => {
    const first: any = await objects().get(STORES, { name: 'default' });
    await objects().create(STORES, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: { name: SECOND_STORE },
      spec: first.spec,
    } as KubernetesObject);
    await objects().create(
      DATA_PLANES,
      planeOf('moving', { secretStoreRef: { name: 'default' } }),
    );
    await eventually(async () => {
      const made = await create(
        draftOf('before', { token: 'v-1' }, { targetPlane: MOVING }),
      );
      expect(made.status).toBe(201);
    }, PATIENCE_MS);
    await synced('before');
    expect(await storesOf('before')).toEqual(FIRST);
    await objects().mergePatch(
      DATA_PLANES,
      { namespace: PAYMENTS, name: 'moving' },
      { spec: { secretStoreRef: { name: SECOND_STORE } } },
    );
    await eventually(async () => {
      const { body } = await developer.get(`/namespaces/${PAYMENTS}/planes`);
      expect(
        body.items.find((plane: any) => plane.name === 'moving').store,
      ).toMatchObject({ name: SECOND_STORE, ready: true });
    }, PATIENCE_MS);
  }, 240_000);

  it('a secret keeps the store that it was made with, and its value, and the difference is said', async () => {
    const { body } = await developer.get(path('before'));
    expect(JSON.stringify(body.warnings)).toContain(
      'pushed to other stores than a new secret of this plane would be',
    );
    await portal.restart();
    developer = portal.as('payments-dev');
    const { body: again } = await developer.get(path('before'));
    expect(again.delivery.state).toBe('Synced');
    expect(await storesOf('before')).toEqual(FIRST);
    expect(await stored('before')).toEqual({ token: 'v-1' });
  });

  it('a new secret goes to the new store, and both are deleted from the store that they are in', async () => {
    const made = await create(
      draftOf('after', { token: 'v-2' }, { targetPlane: MOVING }),
    );
    expect(made.status).toBe(201);
    await synced('after');
    expect(await storesOf('after')).toEqual(SECOND);
    expect(await storesOf('before')).toEqual(FIRST);
    for (const name of ['before', 'after']) {
      expect((await developer.delete(path(name))).status).toBe(204);
      expect(await stored(name)).toBeUndefined();
    }
  });
});

describe('T12: paths in the store', () => {
  it('lie inside the part of the namespace, whatever a name looks like', async () => {
    const { requestLog } = portal.world.kv;
    requestLog.clear();
    const names = ['a.b', '0-0.x', 'z'.repeat(253)];
    for (const name of names) {
      const made = await create(draftOf(name, { '.x..y': 'value' }));
      expect([name.slice(0, 9), made.status]).toEqual([name.slice(0, 9), 201]);
    }
    for (const name of [
      '..',
      '.',
      'a..b',
      'a/b',
      '../b',
      'a%2fb',
      'a\\b',
      'a b',
    ]) {
      const refused = await create(draftOf(name, { token: 'value' }));
      expect([name, refused.status]).toEqual([name, 400]);
    }
    for (const name of names) {
      await synced(name);
      expect((await developer.delete(path(name))).status).toBe(204);
    }
    const part = new RegExp(
      `^/v1/secret/(data|metadata)/(secret/)?${PAYMENTS}/generic/(?!\\.\\.?(/|$))[^/?]+$`,
    );
    // other files may share the store; what External Secrets does for this namespace names it
    const asked = requestLog.entries
      .map(({ path: raw }) => raw)
      .filter(raw => raw.includes('/secret/') && raw.includes(PAYMENTS));
    expect(asked.length).toBeGreaterThan(names.length);
    expect(asked.filter(raw => !part.test(raw))).toEqual([]);
  });
});

describe('T31: addresses that tenants write', () => {
  it('are never called: planes, references and annotations give none', async () => {
    const called: string[] = [];
    const listener = await startHttpServer((request, response) => {
      called.push(`${request.method} ${request.url}`);
      response.writeHead(200).end('{}');
    });
    try {
      const { url } = listener;
      await objects().create(
        DATA_PLANES,
        planeOf('elsewhere', {
          planeID: url,
          secretStoreRef: { name: 'default' },
          kubernetesCluster: { server: url, url },
          clusterAgent: { url },
          gateway: { publicVirtualHost: url },
        }),
      );
      const reference: any = referenceOf(PAYMENTS, 'elsewhere', {
        path: url,
        labels: { 'openchoreo.dev/managed-by': 'openchoreo-api' },
        annotations: { 'strongroom.dev/secrets': url },
      });
      reference.spec.targetPlane = { kind: 'DataPlane', name: 'elsewhere' };
      await objects().create(REFERENCES, reference);
      await eventually(async () => {
        expect((await developer.get(path('elsewhere'))).status).toBe(200);
      });
      await developer.get(`/namespaces/${PAYMENTS}/planes`);
      const refused = await developer.delete(path('elsewhere'));
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(called).toEqual([]);
    } finally {
      await listener.stop();
    }
  });
});
