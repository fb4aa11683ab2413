import {
  PLANE_KINDS,
  PlaneKind,
} from '@strongroom/backstage-plugin-secrets-common';
import { AccessRule, KubernetesObject } from '@strongroom/embedded-cluster';
import {
  draftOf,
  NAMESPACES,
  objectsOf,
  REFERENCES,
  WORKLOADS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { tenant } from './__testUtils__/layTestFoundations';
import {
  nameOfRight,
  shippedRules,
  singleRights,
} from './__testUtils__/shippedRules';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS, RUN } from './__testUtils__/tenants';

const LATER = `later-${RUN}`;
const RIGHTS = singleRights(shippedRules('control-plane'));
const PATH = `/namespaces/${PAYMENTS}/secrets`;
const PLANES = `/namespaces/${PAYMENTS}/planes`;
const ENTITY = '/entities/component/default/checkout/secrets';
/** Events of a watch arrive within a few milliseconds. */
const LONG_AFTER_AN_EVENT_MS = 300;

/** What fails without a right, in a portal that was started without it. */
const WITHOUT: Record<string, () => Promise<void>> = {
  'get namespaces': healthCheckIsRefused,
  'list namespaces': nothingIsListed,
  'watch namespaces': async () => {
    await isTold('watch', 'Namespace', 'the namespaces of tenants');
    await control().objects.create(
      NAMESPACES,
      tenant(LATER, 'group:default/platform'),
    );
    await neverSeen(LATER, '/namespaces');
  },
  'get secretreferences': detailsAreOldAndManifestFails,
  'list secretreferences': nothingIsListed,
  'watch secretreferences': listSaysHowOldItIs,
  'create secretreferences': createIsRefused,
  'patch secretreferences': changeIsRefused,
  'delete secretreferences': deleteIsRefused,
  ...planeRights('DataPlane'),
  ...planeRights('ClusterDataPlane'),
  ...planeRights('WorkflowPlane'),
  ...planeRights('ClusterWorkflowPlane'),
  'list workloads': async () => {
    await isTold('list', 'Workload', 'the workloads');
    await neverSeen('standing', ENTITY);
  },
  'watch workloads': async () => {
    await isTold('watch', 'Workload', 'the workloads');
    await seen('standing', ENTITY);
    await layWorkload('later-workload', 'used-later');
    await neverSeen('used-later', ENTITY);
  },
};

let portal: TestPortal;
let logged = 0;

beforeAll(async () => {
  portal = await startPortal({
    accessRules: accessWithout(),
    clusterTimeout: { seconds: 10 },
    secrets: { planes: { defaultCluster: 'plane-2' } },
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          name: 'checkout',
          annotations: {
            'openchoreo.io/namespace': PAYMENTS,
            'openchoreo.io/component': 'checkout',
          },
        },
      },
    ],
  });
  await layWorkload('checkout', 'standing');
  await layPlane('DataPlane', 'standing-dataplane');
  await layPlane('WorkflowPlane', 'standing-workflowplane');
  expect((await create('standing')).status).toBe(201);
}, 120_000);

afterAll(async () => {
  await portal.stop();
}, 120_000);

describe('a control plane without one of its rights', () => {
  it('S1.7: every right of the file is taken away once', () => {
    expect(Object.keys(WITHOUT).sort()).toEqual(RIGHTS.map(nameOfRight).sort());
  });

  it.each(RIGHTS.map(right => [nameOfRight(right), right] as const))(
    'S1.7: without the right to %s, what needs it fails or is reported',
    async (name, right) => {
      await startWith(accessWithout(right));
      await WITHOUT[name]();
      expect(refusals()).toContain(name);
    },
    120_000,
  );

  it('S1.7: with all of them, what came in the meantime is there and nothing is refused', async () => {
    await startWith(accessWithout());
    await seen(LATER, '/namespaces');
    for (const kind of PLANE_KINDS) {
      await seen(`later-${kind.toLowerCase()}`, PLANES);
      await seen(`"${kind}"`, PLANES);
    }
    await seen('standing', ENTITY);
    await seen('used-later', ENTITY);
    control().requestLog.clear();
    expect((await developer().get('/health')).status).toBe(200);
    expect((await developer().get(`${PATH}/standing`)).body.warnings).toEqual(
      [],
    );
    expect((await developer().get(`${PATH}/standing/manifest`)).status).toBe(
      200,
    );
    expect((await create('with-all')).status).toBe(201);
    expect((await remove('with-all')).status).toBe(204);
    expect((await developer().get('/secrets')).body.problems).toEqual([]);
    expect(refusals()).toEqual([]);
  }, 120_000);
});

/** Without the first, none of the kind is offered; without the second, none that comes later. */
function planeRights(kind: PlaneKind): typeof WITHOUT {
  const plural = `${kind.toLowerCase()}s`;
  return {
    [`list ${plural}`]: async () => {
      await isTold('list', kind, `the planes of kind ${kind}`);
      await neverSeen(`"${kind}"`, PLANES);
    },
    [`watch ${plural}`]: async () => {
      await isTold('watch', kind, `the planes of kind ${kind}`);
      await seen(`"${kind}"`, PLANES);
      const name = `later-${kind.toLowerCase()}`;
      await layPlane(kind, name);
      await neverSeen(name, PLANES);
    },
  };
}

async function healthCheckIsRefused() {
  control().requestLog.clear();
  expect((await developer().get('/health')).status).toBe(200);
}

async function nothingIsListed() {
  const answer = await developer().get('/secrets');
  expect(answer.body.error).toMatchObject({
    code: 'StoreNotReady',
    message: expect.stringMatching(
      /control plane has refused the portal the (namespaces|references)/,
    ),
  });
}

async function detailsAreOldAndManifestFails() {
  const details = await developer().get(`${PATH}/standing`);
  expect(details.body.warnings).toContainEqual({
    field: 'name',
    message: expect.stringContaining(
      'The control plane refuses the portal this',
    ),
  });
  const manifest = await developer().get(`${PATH}/standing/manifest`);
  expect(manifest.body.error.code).toBe('StoreNotReady');
}

async function listSaysHowOldItIs() {
  await eventually(async () => {
    const { body } = await developer().get('/secrets');
    expect(body.problems).toContainEqual({
      code: 'StoreNotReady',
      message: expect.stringMatching(
        /refused the portal the references .* the list shows what was known then/,
      ),
    });
  });
}

async function createIsRefused() {
  await seen('"ClusterDataPlane"', PLANES);
  expect((await create('refused')).body.error.code).toBe('StoreNotReady');
  await eventually(async () => {
    expect((await objectsOf(portal, PAYMENTS)).join()).not.toContain(
      '/refused',
    );
  });
}

async function changeIsRefused() {
  await seen('"ClusterDataPlane"', PLANES);
  const { body } = await create('fixed');
  const answer = await developer().patch(
    `${PATH}/fixed`,
    { description: 'other' },
    { headers: { 'If-Match': body.etag } },
  );
  expect(answer.body.error.code).toBe('StoreNotReady');
  const shown = await developer().get(`${PATH}/fixed`);
  expect(shown.body.etag).toBe(body.etag);
}

async function deleteIsRefused() {
  await seen('"ClusterDataPlane"', PLANES);
  expect((await create('kept')).status).toBe(201);
  expect((await remove('kept')).status).not.toBe(204);
  expect(await objectsOf(portal, PAYMENTS)).toContain('secretreferences/kept');
}

async function startWith(access: ReturnType<typeof accessWithout>) {
  logged = portal.log().length;
  control().requestLog.clear();
  await portal.restart(access);
}

function accessWithout(right?: AccessRule) {
  return {
    'control-plane': RIGHTS.filter(other => other !== right),
    'plane-2': 'plane' as const,
  };
}

/** What is missing is told to an operator in the log, and on the page to whoever looks at the list. */
async function isTold(verb: string, kind: string, what: string) {
  await eventually(async () => {
    expect(portal.log().slice(logged)).toContain(
      `${kind} can no longer be read: The answer of cluster control-plane to ${verb} ${kind} was that we may not.`,
    );
    const { body } = await developer().get('/secrets');
    expect(body.problems).toEqual([
      {
        code: 'StoreNotReady',
        message: expect.stringMatching(
          new RegExp(
            `^The control plane has refused the portal ${what} for .* check the rights of the portal\\.$`,
          ),
        ),
      },
    ]);
  });
}

async function seen(text: string, path: string) {
  await eventually(async () => {
    expect((await portal.as('platform').get(path)).text).toContain(text);
  });
}

async function neverSeen(text: string, path: string) {
  await new Promise(resolve => setTimeout(resolve, LONG_AFTER_AN_EVENT_MS));
  const answer = await portal.as('platform').get(path);
  expect(answer.status).toBe(200);
  expect(answer.text).not.toContain(text);
}

function refusals() {
  return control()
    .requestLog.filter({ status: 403 })
    .map(({ verb, resource }) => `${verb} ${resource}`);
}

function control() {
  return portal.world.clusters['control-plane'];
}

function developer() {
  return portal.as('payments-dev');
}

async function create(name: string) {
  return developer().post(PATH, draftOf(name));
}

async function remove(name: string) {
  return developer().delete(`${PATH}/${name}`);
}

async function layPlane(kind: PlaneKind, name: string) {
  await control().objects.create(
    { ...REFERENCES, resource: `${kind.toLowerCase()}s` },
    {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind,
      metadata: {
        name,
        ...(!kind.startsWith('Cluster') && { namespace: PAYMENTS }),
      },
      spec: { secretStoreRef: { name: 'default' } },
    } as KubernetesObject,
  );
}

async function layWorkload(name: string, secret: string) {
  await control().objects.create(WORKLOADS, {
    apiVersion: 'openchoreo.dev/v1alpha1',
    kind: 'Workload',
    metadata: { namespace: PAYMENTS, name },
    spec: {
      owner: { projectName: 'shop', componentName: 'checkout' },
      container: {
        env: [
          {
            key: 'TOKEN',
            valueFrom: { secretKeyRef: { name: secret, key: 'token' } },
          },
        ],
      },
    },
  } as KubernetesObject);
}
