import { TestWorld } from '@strongroom/real-cluster';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Knex } from 'knex';
import { openDatabase } from './__testUtils__/createPortalFeatures';
import { eventually } from './__testUtils__/eventually';
import { observeSecret } from './__testUtils__/observeSecret';
import { Call, callsOf } from './__testUtils__/outsideCalls';
import { portalKubeconfig } from './__testUtils__/portalKubeconfig';
import { Killable, startKillable } from './__testUtils__/startKillable';
import { startScenarioWorld } from './__testUtils__/startScenarioWorld';
import { PAYMENTS } from './__testUtils__/tenants';

const NAMESPACE = PAYMENTS;
const EVERYTHING = {
  reference: true,
  secret: true,
  pushSecret: true,
  stored: 'value',
  listed: true,
};
const NOTHING = {
  reference: false,
  secret: false,
  pushSecret: false,
  stored: undefined,
  listed: false,
};

/** Whether the call that the process died in had its effect. */
type Landing = 'landed' | 'lost';

describe('a process that is killed between any two calls', () => {
  let folder: string;
  let world: TestWorld;
  let knex: Knex;
  let backend: Killable;

  const start = () =>
    startKillable({
      kubeconfig: join(folder, 'kubeconfig'),
      database: join(folder, 'secrets.sqlite'),
      secrets: {
        operations: {
          lease: { seconds: 1 },
          requestTimeout: { seconds: 4 },
          deadline: { seconds: 10 },
        },
      },
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'killed-'));
    world = await startScenarioWorld({ clusters: ['control-plane'] });
    await writeFile(join(folder, 'kubeconfig'), await portalKubeconfig(world));
    backend = await start();
    knex = openDatabase(join(folder, 'secrets.sqlite'));
    await create('first');
  }, 120_000);

  afterAll(async () => {
    await backend.kill();
    await knex.destroy();
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('T22: a create is undone until its reference is there, and finished from then on', async () => {
    const calls = await callsOf({ world }, 'counted', () => create('counted'));
    for (const { call, landing, name } of cells(calls)) {
      const cell = `${landing} ${call.verb} ${call.resource} ${call.nth}`;
      await killAt(call, name, landing, () => create(name));
      backend = await start();
      const { state } = await settled(name);
      const after = await seen(name);
      expect({ cell, after }).toEqual({
        cell,
        after: state === 'done' ? EVERYTHING : NOTHING,
      });
      expect({ cell, state }).toEqual({
        cell,
        state: after.reference ? 'done' : 'undone',
      });
    }
  }, 1_800_000);

  it('T22: a delete is finished by whoever comes next', async () => {
    await create('counted-delete');
    await settledAs('counted-delete', EVERYTHING);
    const calls = await callsOf({ world }, 'counted-delete', () =>
      remove('counted-delete'),
    );
    for (const { call, landing, name } of cells(calls)) {
      const cell = `${landing} ${call.verb} ${call.resource} ${call.nth}`;
      await create(name);
      await settledAs(name, EVERYTHING);
      await killAt(call, name, landing, () => remove(name));
      backend = await start();
      const { kind } = await settled(name);
      const after = await seen(name);
      // killed before the journal knew of it, a delete has not happened
      expect({ cell, after }).toEqual({
        cell,
        after: kind === 'create' ? EVERYTHING : NOTHING,
      });
    }
  }, 1_800_000);

  function cells(calls: Call[]) {
    return calls.flatMap((call, at) => {
      const landings: Landing[] =
        call.verb === 'get' ? ['lost'] : ['landed', 'lost'];
      return landings.map(landing => ({
        call,
        landing,
        name: `${landing}-${call.verb}-${call.resource}-${at}`,
      }));
    });
  }

  /** Runs an operation and kills the process in the middle of one of its calls. */
  async function killAt(
    call: Call,
    name: string,
    landing: Landing,
    operation: () => Promise<unknown>,
  ) {
    const { faults } = world.clusters['control-plane'];
    const match = {
      verb: call.verb,
      resource: call.resource,
      ...(call.verb !== 'create' && { name }),
    };
    let met = 0;
    let killed: Promise<void> | undefined;
    const disarm = faults.before(match, async () => {
      met += 1;
      if (met === call.nth) {
        killed = backend.kill();
        await killed;
        if (landing === 'lost') {
          throw new Error('The request is lost with its sender');
        }
      }
    });
    await operation().catch(() => {});
    disarm();
    expect(killed).toBeDefined();
    await killed;
  }

  async function create(name: string) {
    return backend.as('payments-dev').post(`/namespaces/${NAMESPACE}/secrets`, {
      name,
      type: 'Opaque',
      targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
      data: { token: { value: 'value' } },
    });
  }

  async function remove(name: string) {
    return backend
      .as('payments-dev')
      .delete(`/namespaces/${NAMESPACE}/secrets/${name}`);
  }

  function seen(name: string) {
    return observeSecret({ world, as: backend.as }, NAMESPACE, name);
  }

  async function settledAs(name: string, wanted: unknown) {
    await eventually(async () => {
      expect(await seen(name)).toEqual(wanted);
    }, 60_000);
  }

  async function settled(name: string) {
    let operation: any;
    await eventually(async () => {
      operation = await knex('operations')
        .where({ namespace: NAMESPACE, name })
        .orderBy('started_at', 'desc')
        .first();
      expect({ name, state: operation?.state }).not.toEqual({
        name,
        state: 'running',
      });
    }, 60_000);
    await eventually(async () => {
      expect([EVERYTHING, NOTHING]).toContainEqual(await seen(name));
    }, 10_000).catch(() => {});
    return operation ?? {};
  }
});
