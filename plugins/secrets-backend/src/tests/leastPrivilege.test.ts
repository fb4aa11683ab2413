import { KubernetesObject } from '@strongroom/embedded-cluster';
import {
  draftOf,
  EXTERNAL_SECRETS,
  PLANE,
  readStore,
  REFERENCES,
  WORKLOADS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { layOtherForm } from './__testUtils__/layOtherForm';
import { shippedRules } from './__testUtils__/shippedRules';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { FRONTEND, PAYMENTS } from './__testUtils__/tenants';

const SECRETS = `/namespaces/${PAYMENTS}/secrets`;

describe('a control plane and a plane with the rights of the shipped files', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({
      accessRules: {
        'control-plane': 'control-plane',
        'plane-2': 'plane',
      },
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
    const { objects } = portal.world.clusters['control-plane'];
    await objects.create(WORKLOADS, {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'Workload',
      metadata: { namespace: PAYMENTS, name: 'checkout' },
      spec: {
        owner: { projectName: 'shop', componentName: 'checkout' },
        container: {
          env: [
            {
              key: 'TOKEN',
              valueFrom: { secretKeyRef: { name: 'database', key: 'token' } },
            },
          ],
        },
      },
    } as KubernetesObject);
  });

  afterAll(async () => {
    await portal.stop();
  });

  it('S1.7: the whole life of a secret, and of one with a path of another form, meets no refusal', async () => {
    const developer = portal.as('payments-dev');
    expect((await developer.get('/health')).status).toBe(200);
    const planes = await developer.get(`/namespaces/${PAYMENTS}/planes`);
    expect(planes.body.items).toMatchObject([
      { kind: 'ClusterDataPlane', store: { ready: true }, reachable: true },
      { kind: 'ClusterWorkflowPlane', store: { ready: true }, reachable: true },
    ]);
    const created = await developer.post(SECRETS, draftOf('database'));
    expect(created.status).toBe(201);
    await layOtherForm(portal, 'plane-2', 'other-form', PLANE);

    const { objects } = portal.world.clusters['plane-2'];
    await objects.create(EXTERNAL_SECRETS, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { namespace: `openchoreo-kv-${PAYMENTS}`, name: 'reader' },
      spec: {
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'default' },
        target: { name: 'read' },
        data: [
          {
            secretKey: 'token',
            remoteRef: {
              key: `secret/${PAYMENTS}/generic/database`,
              property: 'token',
            },
          },
        ],
      },
    } as KubernetesObject);
    const path = `${SECRETS}/database`;
    await eventually(async () => {
      const { body } = await developer.get(`${path}/delivery`);
      expect(body.state).toBe('Synced');
      expect(JSON.stringify(body.steps)).toContain('reader');
    });
    await eventually(async () => {
      const { body } = await developer.get('/secrets');
      expect(body).toMatchObject({
        items: [
          { name: 'database', delivery: { state: 'Synced' } },
          { name: 'other-form', delivery: { state: 'Synced' } },
        ],
        problems: [],
      });
    });
    const synced = await developer.post(`${path}/sync`, undefined);
    expect(synced.status).toBe(202);
    await eventually(async () => {
      const { body } = await developer.get(`${path}/delivery`);
      expect(body.state).toBe('Synced');
    });
    const details = await developer.get(path);
    expect(details.body.warnings).toEqual([]);
    // a sync is no change of the secret
    expect(details.body.etag).toBe(created.body.etag);
    expect((await developer.get(`${path}/manifest`)).text).toContain(
      `secret/${PAYMENTS}/generic/database`,
    );
    const used = await developer.get(
      '/entities/component/default/checkout/secrets',
    );
    expect(used.body.items).toMatchObject([
      { reference: { name: 'database' }, via: ['env'], presence: 'present' },
    ]);

    for (const [name, remoteKey] of [
      ['database', `${PAYMENTS}/generic/database`],
      ['other-form', `${PAYMENTS}/team/other-form`],
    ]) {
      expect(await readStore(portal, remoteKey)).toEqual({ token: 'value' });
      expect((await developer.delete(`${SECRETS}/${name}`)).status).toBe(204);
      expect(await readStore(portal, remoteKey)).toBeUndefined();
    }
    expect(refusals()).toEqual([]);
  }, 120_000);

  it('S1.7 T25: bound in single namespaces, the role for secrets serves their tenants and nobody else', async () => {
    await portal.restart({
      'control-plane': 'control-plane',
      'plane-2': shippedRules('plane', {
        role: 'strongroom-plane-secrets',
        namespaces: [`openchoreo-kv-${PAYMENTS}`],
      }),
    });
    const made = await portal
      .as('payments-dev')
      .post(SECRETS, draftOf('narrow'));
    expect(made.status).toBe(201);
    await eventually(async () => {
      expect(await readStore(portal, `${PAYMENTS}/generic/narrow`)).toEqual({
        token: 'value',
      });
    });
    const removed = await portal.as('payments-dev').delete(`${SECRETS}/narrow`);
    expect(removed.status).toBe(204);
    expect(refusals()).toEqual([]);

    const elsewhere = await portal
      .as('frontend-dev')
      .post(`/namespaces/${FRONTEND}/secrets`, draftOf('elsewhere'));
    expect(elsewhere.body.error).toMatchObject({
      code: 'StoreNotReady',
      message: expect.stringContaining('rights of the portal'),
    });
    const { objects } = portal.world.clusters['control-plane'];
    expect(
      (await objects.list(REFERENCES, { namespace: FRONTEND })).items,
    ).toEqual([]);
  }, 120_000);

  /** What was asked for and refused, in any cluster. */
  function refusals() {
    return Object.values(portal.world.clusters).flatMap(
      ({ name, requestLog }) =>
        requestLog
          .filter({ status: 403 })
          .map(({ verb, resource }) => `${name}: ${verb} ${resource}`),
    );
  }
});
