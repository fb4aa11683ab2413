import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AccessRule } from '@strongroom/embedded-cluster';
import { TestWorld } from '@strongroom/real-cluster';
import { parse } from 'yaml';
import { linkOf, NAMESPACES, REFERENCES } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import {
  layPlaneNamespaces,
  layPlaneSecret,
  PLANE_NAMESPACE,
} from './__testUtils__/layPlaneSecret';
import {
  nameOfRight,
  shippedRules,
  singleRights,
} from './__testUtils__/shippedRules';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { startScenarioWorld } from './__testUtils__/startScenarioWorld';
import { PAYMENTS } from './__testUtils__/tenants';

/** The role of `links.yaml`, bound in the namespace that is linked from. */
const LINK_RIGHTS = singleRights(
  parse(
    readFileSync(
      resolve(__dirname, '../../../../deploy/kubernetes/links.yaml'),
      'utf8',
    ),
  ).rules.map((rule: AccessRule) => ({
    ...rule,
    namespaces: [PLANE_NAMESPACE],
  })),
);

/** The files for a cluster of both kinds, with the role for values bound in the tenant's namespace only. */
const REST = [
  ...shippedRules('control-plane'),
  ...shippedRules('plane', {
    role: 'strongroom-plane-secrets',
    namespaces: [`openchoreo-kv-${PAYMENTS}`],
  }),
];

describe('linking with the rights of the shipped files alone', () => {
  let world: TestWorld;
  let portal: TestPortal;

  beforeAll(async () => {
    world = await startScenarioWorld();
    // rights in a namespace can be given once it is there
    await layPlaneNamespaces({ world });
    await layPlaneSecret({ world }, 'db', { token: 't' });
    await world.clusters['control-plane'].objects.create(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `openchoreo-kv-${PAYMENTS}` },
    });
    portal = await startPortal({
      world,
      accessRules: { 'control-plane': [...REST, ...LINK_RIGHTS] },
    });
  }, 120_000);

  afterAll(async () => {
    await portal?.stop();
    await world?.stop();
  });

  const draft = (name: string) =>
    linkOf(name, {
      source: { kind: 'secret', namespace: PLANE_NAMESPACE, name: 'db' },
      keys: { mode: 'all' },
    });
  const link = (name: string) =>
    portal
      .as('payments-dev')
      .post(`/namespaces/${PAYMENTS}/references`, draft(name));
  const path = (name: string) => `/namespaces/${PAYMENTS}/secrets/${name}`;
  const live = async (name: string) => {
    expect((await link(name)).status).toBe(201);
    await eventually(async () => {
      const { body } = await portal.as('payments-dev').get(path(name));
      expect(body.delivery.state).toBe('Synced');
    });
    const synced = await portal
      .as('payments-dev')
      .post(`${path(name)}/sync`, undefined);
    expect(synced.status).toBe(202);
    return portal.as('payments-dev').delete(path(name));
  };

  it('S1.7: the whole life of a link meets no refusal', async () => {
    expect((await live('allowed')).status).toBe(204);
    expect(
      portal.world.clusters['control-plane'].requestLog.filter({ status: 403 }),
    ).toEqual([]);
  }, 60_000);

  it('S1.7: without one of its rights a link is refused, and nothing of it is left', async () => {
    const needed = LINK_RIGHTS.filter(right =>
      ['get secrets', 'create pushsecrets'].includes(nameOfRight(right)),
    );
    expect(needed).toHaveLength(2);
    for (const right of needed) {
      const name = `no-${nameOfRight(right).replace(' ', '-')}`;
      await portal.restart({
        'control-plane': [
          ...REST,
          ...LINK_RIGHTS.filter(other => other !== right),
        ],
      });
      await eventually(async () => {
        const refused = await link(name);
        expect({
          name,
          status: refused.status,
          code: refused.body.error?.code,
        }).toEqual({ name, status: 502, code: 'StoreNotReady' });
      });
      expect(
        await portal.world.clusters['control-plane'].objects.find(REFERENCES, {
          namespace: PAYMENTS,
          name,
        }),
      ).toBeUndefined();
    }
  }, 60_000);
});
