import { AccessRule, KubernetesObject } from '@strongroom/embedded-cluster';
import {
  draftOf,
  PUSH_SECRETS,
  REFERENCES,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { layOtherForm } from './__testUtils__/layOtherForm';
import {
  nameOfRight,
  shippedRules,
  singleRights,
} from './__testUtils__/shippedRules';
import { startPortal, TestPortal } from './__testUtils__/startPortal';

const RIGHTS = singleRights(shippedRules('plane'));
const PATH = '/namespaces/payments/secrets';

/** A plane in a cluster of its own, named after the right that is taken away there. */
const planeWithout = (right: AccessRule) =>
  `no-${nameOfRight(right).replace(' ', '-')}`;

/** What fails without a right. */
const WITHOUT: Record<string, (plane: string) => Promise<void>> = {
  'get namespaces': createIsRefused,
  'create namespaces': createIsRefused,
  'get secrets': createIsRefused,
  'create secrets': createIsRefused,
  'get pushsecrets': createIsRefused,
  'create pushsecrets': createIsRefused,
  'list pushsecrets': deliveryIsUnreachable,
  'watch pushsecrets': deliveryIsUnreachable,
  'list externalsecrets': deliveryIsUnreachable,
  'watch externalsecrets': deliveryIsUnreachable,
  'get clustersecretstores': storeIsNotReady,
  'delete pushsecrets': deleteIsRefused,
  'delete secrets': deleteDoesNotEnd,
  'patch secrets': deleteOfOtherFormIsRefused,
};

let portal: TestPortal;

beforeAll(async () => {
  portal = await startPortal({
    cluster: {
      clusters: ['control-plane', 'plane-2', ...RIGHTS.map(planeWithout)],
    },
    accessRules: {
      'control-plane': shippedRules('control-plane'),
      'plane-2': shippedRules('plane'),
      ...Object.fromEntries(
        RIGHTS.map(right => [
          planeWithout(right),
          RIGHTS.filter(other => other !== right),
        ]),
      ),
    },
    secrets: {
      planes: { defaultCluster: 'plane-2' },
      operations: {
        lease: { seconds: 1 },
        requestTimeout: { seconds: 1 },
        deadline: { seconds: 3 },
      },
    },
  });
  const { store } = portal.cluster.clusters['control-plane'];
  for (const name of ['plane-2', ...RIGHTS.map(planeWithout)]) {
    store.create({ ...REFERENCES, resource: 'dataplanes' }, {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'DataPlane',
      metadata: { namespace: 'payments', name },
      spec: { secretStoreRef: { name: 'default' } },
    } as KubernetesObject);
  }
  await eventually(async () => {
    expect(await planeOf('plane-2')).toMatchObject({ store: { ready: true } });
  });
}, 60_000);

afterAll(async () => {
  await portal.stop();
}, 60_000);

describe('a plane without one of its rights', () => {
  it('S1.7: every right of the file is taken away once', () => {
    expect(Object.keys(WITHOUT).sort()).toEqual(RIGHTS.map(nameOfRight).sort());
  });

  it.each(RIGHTS.map(right => [nameOfRight(right), planeWithout(right)]))(
    'S1.7: without the right to %s, what needs it fails and says so',
    async (name, plane) => {
      await WITHOUT[name](plane);
      const { requestLog } = portal.cluster.clusters[plane];
      const refused = requestLog
        .filter({ status: 403 })
        .map(({ verb, resource }) => `${verb} ${resource}`);
      expect([...new Set(refused)]).toEqual([name]);
    },
    30_000,
  );

  it('S1.7: with all of them, the same steps succeed', async () => {
    expect((await create('plane-2')).status).toBe(201);
    await stateIs('plane-2', 'Synced');
    expect(await problemsOf('plane-2')).toEqual([]);
    expect((await remove('plane-2')).status).toBe(204);
    layOtherForm(portal, 'plane-2', 'other-plane-2', dataPlane('plane-2'));
    await stateIs('other-plane-2', 'Synced');
    expect((await remove('other-plane-2')).status).toBe(204);
  }, 30_000);
});

async function createIsRefused(plane: string) {
  const answer = await create(plane);
  expectRightsNamed(answer);
  const { store } = portal.cluster.clusters[plane];
  const namespace = 'openchoreo-kv-payments';
  await eventually(() => {
    expect([
      ...store.list(SECRETS, { namespace }).items,
      ...store.list(PUSH_SECRETS, { namespace }).items,
      ...referencesNamed(plane),
    ]).toEqual([]);
  });
}

async function deliveryIsUnreachable(plane: string) {
  expect((await create(plane)).status).toBe(201);
  await stateIs(plane, 'Unreachable');
  expect(await problemsOf(plane)).toMatchObject([{ code: 'PlaneUnreachable' }]);
}

async function storeIsNotReady(plane: string) {
  expect(await planeOf(plane)).toMatchObject({
    store: { ready: false, message: expect.any(String) },
  });
}

async function deleteIsRefused(plane: string) {
  expect((await create(plane)).status).toBe(201);
  await stateIs(plane, 'Synced');
  expectRightsNamed(await remove(plane));
  expect(referencesNamed(plane)).toHaveLength(1);
}

async function deleteDoesNotEnd(plane: string) {
  expect((await create(plane)).status).toBe(201);
  await stateIs(plane, 'Synced');
  expect((await remove(plane)).status).not.toBe(204);
  await stateIs(plane, 'Deleting');
}

async function deleteOfOtherFormIsRefused(plane: string) {
  expect((await create(plane)).status).toBe(201);
  const name = `other-${plane}`;
  layOtherForm(portal, plane, name, dataPlane(plane));
  await stateIs(name, 'Synced');
  expectRightsNamed(await remove(name));
  expect(referencesNamed(name)).toHaveLength(1);
}

function expectRightsNamed(answer: { body: any }) {
  expect(answer.body.error).toMatchObject({
    code: 'StoreNotReady',
    message: expect.stringContaining('check the rights of the portal'),
  });
}

function dataPlane(name: string) {
  return { kind: 'DataPlane', name };
}

async function create(plane: string) {
  return portal
    .as('payments-dev')
    .post(PATH, draftOf(plane, undefined, { targetPlane: dataPlane(plane) }));
}

async function remove(name: string) {
  return portal.as('payments-dev').delete(`${PATH}/${name}`);
}

async function stateIs(name: string, state: string) {
  await eventually(async () => {
    const { body } = await portal
      .as('payments-dev')
      .get(`${PATH}/${name}/delivery`);
    expect({ name, state: body.state }).toEqual({ name, state });
  });
}

async function planeOf(wanted: string) {
  const { body } = await portal
    .as('payments-dev')
    .get('/namespaces/payments/planes');
  return body.items.find(({ name }: any) => name === wanted);
}

async function problemsOf(wanted: string) {
  const { body } = await portal.as('payments-dev').get('/secrets');
  return body.problems.filter(({ plane }: any) => plane?.name === wanted);
}

function referencesNamed(wanted: string) {
  return portal.cluster.clusters['control-plane'].store
    .list(REFERENCES, { namespace: 'payments' })
    .items.filter(({ metadata }) => metadata.name === wanted);
}
