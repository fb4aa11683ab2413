import { TestWorld } from '@strongroom/real-cluster';
import { Knex } from 'knex';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './__testUtils__/createPortalFeatures';
import { eventually } from './__testUtils__/eventually';
import { openBaoPlane } from './__testUtils__/openBaoPlane';
import { Call, callsOf, faultsOf, matchOf } from './__testUtils__/outsideCalls';
import { portalKubeconfig } from './__testUtils__/portalKubeconfig';
import {
  layRestorable,
  observeVersions,
  RESTORED,
  restoreSecond,
  UNRESTORED,
} from './__testUtils__/restorable';
import { Killable, startKillable } from './__testUtils__/startKillable';
import { startScenarioWorld } from './__testUtils__/startScenarioWorld';

describe('a process that is killed in a restore', () => {
  let folder: string;
  let world: TestWorld;
  let secrets: Record<string, unknown>;
  let knex: Knex;
  let backend: Killable;

  const start = () =>
    startKillable({
      kubeconfig: join(folder, 'kubeconfig'),
      database: join(folder, 'secrets.sqlite'),
      secrets,
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'restoring-killed-'));
    world = await startScenarioWorld({ clusters: ['control-plane'] });
    await writeFile(join(folder, 'kubeconfig'), await portalKubeconfig(world));
    secrets = {
      ...(await openBaoPlane(world, folder, {
        pollInterval: { minutes: 60 },
      })),
      operations: {
        lease: { seconds: 1 },
        requestTimeout: { seconds: 4 },
        deadline: { seconds: 10 },
      },
    };
    backend = await start();
    knex = openDatabase(join(folder, 'secrets.sqlite'));
  }, 120_000);

  afterAll(async () => {
    await backend?.kill();
    await knex?.destroy();
    await world?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('T22: it is finished once the value is written, and closed as not done before', async () => {
    const developer = () => backend.as('payments-dev');
    const counted = await layRestorable(world, developer(), 'counted');
    const calls = await callsOf({ world }, 'counted', () =>
      restoreSecond(developer(), 'counted', counted),
    );
    const writes = calls.filter(({ verb }) => verb !== 'get');
    expect(writes.map(({ resource }) => resource).sort()).toEqual([
      'data',
      'secretreferences',
    ]);
    for (const call of writes) {
      for (const landing of ['landed', 'lost'] as const) {
        const name = `${landing}-${call.resource}`;
        const etag = await layRestorable(world, developer(), name);
        await killAt(call, name, landing, () =>
          restoreSecond(developer(), name, etag),
        );
        backend = await start();
        const state = await settled(name);
        const isDone =
          call.resource === 'secretreferences' || landing === 'landed';
        expect({
          name,
          state,
          after: await observeVersions(world, name),
        }).toEqual({
          name,
          state: isDone ? 'done' : 'undone',
          after: isDone ? RESTORED : UNRESTORED,
        });
        const { body } = await developer().get(
          `/secrets?q=${name}&plane=ClusterDataPlane/vaulted`,
        );
        expect(body.items[0].keys).toEqual(
          [...(isDone ? RESTORED : UNRESTORED).keys].sort(),
        );
      }
    }
  }, 600_000);

  /** Runs an operation and kills the process in the middle of one of its calls. */
  async function killAt(
    call: Call,
    name: string,
    landing: 'landed' | 'lost',
    operation: () => Promise<unknown>,
  ) {
    let killed: Promise<void> | undefined;
    const disarm = faultsOf({ world }, call).before(
      { ...matchOf(name, call), times: 1 },
      async () => {
        killed = backend.kill();
        await killed;
        if (landing === 'lost') {
          throw new Error('The request is lost with its sender');
        }
      },
    );
    await operation().catch(() => {});
    disarm();
    expect(killed).toBeDefined();
    await killed;
  }

  async function settled(name: string): Promise<string> {
    let operation: any;
    await eventually(async () => {
      operation = await knex('operations')
        .where({ kind: 'restore', name })
        .first();
      expect({ name, state: operation?.state }).not.toEqual({
        name,
        state: 'running',
      });
    }, 60_000);
    return operation.state;
  }
});
