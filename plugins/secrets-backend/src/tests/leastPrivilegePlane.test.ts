import { AccessRule, KubernetesObject } from '@strongroom/embedded-cluster';
import {
  draftOf,
  EXTERNAL_SECRETS,
  objectsOf,
  REFERENCES,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { layOtherForm } from './__testUtils__/layOtherForm';
import {
  nameOfRight,
  shippedRules,
  singleRights,
} from './__testUtils__/shippedRules';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

const RIGHTS = singleRights(shippedRules('plane'));
const PATH = `/namespaces/${PAYMENTS}/secrets`;

/** A way to the cluster of the planes on which the portal has all rights but one, named after that. */
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
  'patch pushsecrets': syncIsRefused,
  'patch externalsecrets': consumerIsNotAsked,
  'list pods': podsAreUnseen,
  'watch pods': podsAreUnseen,
};

let portal: TestPortal;

beforeAll(async () => {
  portal = await startPortal({
    aliases: Object.fromEntries(
      RIGHTS.map(right => [planeWithout(right), 'plane-2']),
    ),
    accessRules: {
      'control-plane': 'control-plane',
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
        requestTimeout: { seconds: 4 },
        deadline: { seconds: 10 },
      },
    },
  });
  const { objects } = portal.world.clusters['control-plane'];
  for (const name of ['plane-2', ...RIGHTS.map(planeWithout)]) {
    await objects.create({ ...REFERENCES, resource: 'dataplanes' }, {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'DataPlane',
      metadata: { namespace: PAYMENTS, name },
      spec: { secretStoreRef: { name: 'default' } },
    } as KubernetesObject);
  }
  await eventually(async () => {
    expect(await planeOf('plane-2')).toMatchObject({ store: { ready: true } });
  });
}, 120_000);

afterAll(async () => {
  await portal.stop();
}, 120_000);

describe('a plane without one of its rights', () => {
  it('S1.7: every right of the file is taken away once', () => {
    expect(Object.keys(WITHOUT).sort()).toEqual(RIGHTS.map(nameOfRight).sort());
  });

  it.each(RIGHTS.map(right => [nameOfRight(right), planeWithout(right)]))(
    'S1.7: without the right to %s, what needs it fails and says so',
    async (name, plane) => {
      await WITHOUT[name](plane);
      const { requestLog } = portal.world.clusters[plane];
      const refused = requestLog
        .filter({ status: 403 })
        .map(({ verb, resource }) => `${verb} ${resource}`);
      expect([...new Set(refused)]).toEqual([name]);
    },
    120_000,
  );

  it('S1.7: with all of them, the same steps succeed', async () => {
    expect((await create('plane-2')).status).toBe(201);
    await stateIs('plane-2', 'Synced');
    expect(await problemsOf('plane-2')).toEqual([]);
    await consume('plane-2');
    const synced = await sync('plane-2');
    expect(synced.status).toBe(202);
    expect(
      synced.body.steps.filter(({ state }: any) =>
        ['failed', 'unknown'].includes(state),
      ),
    ).toEqual([]);
    expect((await remove('plane-2')).status).toBe(204);
    await layOtherForm(
      portal,
      'plane-2',
      'other-plane-2',
      dataPlane('plane-2'),
    );
    await stateIs('other-plane-2', 'Synced');
    expect((await remove('other-plane-2')).status).toBe(204);
  }, 120_000);
});

async function createIsRefused(plane: string) {
  const answer = await create(plane);
  expectRightsNamed(answer);
  await eventually(async () => {
    expect(
      (await objectsOf(portal, PAYMENTS)).filter(kept => kept.endsWith(plane)),
    ).toEqual([]);
  });
}

async function deliveryIsUnreachable(plane: string) {
  expect((await create(plane)).status).toBe(201);
  await stateIs(plane, 'Unreachable');
  expect(await problemsOf(plane)).toMatchObject([
    {
      code: 'StoreNotReady',
      message: expect.stringContaining('has refused the portal'),
    },
  ]);
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
  expect(await referencesNamed(plane)).toHaveLength(1);
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
  await layOtherForm(portal, plane, name, dataPlane(plane));
  await stateIs(name, 'Synced');
  expectRightsNamed(await remove(name));
  expect(await referencesNamed(name)).toHaveLength(1);
}

async function syncIsRefused(plane: string) {
  expect((await create(plane)).status).toBe(201);
  await stateIs(plane, 'Synced');
  expectRightsNamed(await sync(plane));
  expect((await remove(plane)).status).toBe(204);
}

async function consumerIsNotAsked(plane: string) {
  expect((await create(plane)).status).toBe(201);
  await consume(plane);
  const { status, body } = await sync(plane);
  expect(status).toBe(202);
  const { sentence } = body.steps.find(({ state }: any) => state === 'failed');
  expect(sentence).toContain('the plane does not allow it');
}

async function podsAreUnseen(plane: string) {
  expect((await create(plane)).status).toBe(201);
  await consume(plane);
  await eventually(async () => {
    const { body } = await delivery(plane);
    expect(body.state).toBe('Synced');
    expect(body.steps.at(-1)).toMatchObject({
      step: 'used',
      state: 'unknown',
      sentence: expect.stringContaining('does not let the portal see pods'),
      remedy: expect.stringContaining('the right to list and watch pods'),
    });
  });
}

/** Waits until somebody on the plane has read the secret of a name. */
async function consume(name: string) {
  const { objects } = portal.world.clusters['plane-2'];
  await objects.create(EXTERNAL_SECRETS, {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { namespace: `openchoreo-kv-${PAYMENTS}`, name: `read-${name}` },
    spec: {
      refreshInterval: '1s',
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'default' },
      target: { name: `read-${name}` },
      dataFrom: [{ extract: { key: `secret/${PAYMENTS}/generic/${name}` } }],
    },
  } as KubernetesObject);
  await eventually(async () => {
    const { body } = await delivery(name);
    expect(body.steps.find(({ step }: any) => step === 'pulled')).toMatchObject(
      { state: 'done' },
    );
  });
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

async function sync(name: string) {
  return portal.as('payments-dev').post(`${PATH}/${name}/sync`, undefined);
}

async function delivery(name: string) {
  return portal.as('payments-dev').get(`${PATH}/${name}/delivery`);
}

async function remove(name: string) {
  return portal.as('payments-dev').delete(`${PATH}/${name}`);
}

async function stateIs(name: string, state: string) {
  await eventually(async () => {
    const { body } = await delivery(name);
    expect({ name, state: body.state }).toEqual({ name, state });
  });
}

async function planeOf(wanted: string) {
  const { body } = await portal
    .as('payments-dev')
    .get(`/namespaces/${PAYMENTS}/planes`);
  return body.items.find(({ name }: any) => name === wanted);
}

async function problemsOf(wanted: string) {
  const { body } = await portal.as('payments-dev').get('/secrets');
  return body.problems.filter(({ plane }: any) => plane?.name === wanted);
}

async function referencesNamed(wanted: string) {
  const { objects } = portal.world.clusters['control-plane'];
  const { items } = await objects.list(REFERENCES, { namespace: PAYMENTS });
  return items.filter(({ metadata }) => metadata.name === wanted);
}
