import { TestWorld } from '@strongroom/real-cluster';
import { Knex } from 'knex';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './__testUtils__/createPortalFeatures';
import { eventually } from './__testUtils__/eventually';
import { describeCell, FaultCell } from './__testUtils__/faults/faultCells';
import { FaultMatrix, MatrixBed } from './__testUtils__/faults/FaultMatrix';
import {
  operationsOnPlanes,
  operationsOnStores,
} from './__testUtils__/faults/operationCases';
import { holdCell } from './__testUtils__/faults/holdCell';
import { STORE } from './__testUtils__/faults/outsideCalls';
import { NO_POLLS } from './__testUtils__/faults/startFaultBed';
import { inParallel } from './__testUtils__/inParallel';
import { layPlaneNamespaces } from './__testUtils__/layPlaneSecret';
import { openBaoPlane, VAULTED } from './__testUtils__/openBaoPlane';
import { portalKubeconfig } from './__testUtils__/portalKubeconfig';
import { Killable, startKillable } from './__testUtils__/startKillable';
import { startScenarioWorld } from './__testUtils__/startScenarioWorld';
import { PAYMENTS } from './__testUtils__/tenants';

/** Whether the call that the process died in had its effect. */
const LANDINGS = [
  'killed, the call is lost',
  'killed, the call has landed',
] as const;
type Landing = (typeof LANDINGS)[number];

/** So many operations are in the middle of a call when the process is killed: fewer than its connections to each server. */
const AT_ONCE = { store: 24, clusters: 60 };
const WIDTH = 16;
/** Besides those that do not kill. */
const CELLS_ON_REAL_PROGRAMS = 14;
/** A poll may find what it looks for at once, and is then not made again. */
const ATTEMPTS = 4;
/** Longer than it takes to bring all of them there. */
const HELD = { seconds: 300 };

describe('a process that is killed in any of its calls', () => {
  let folder: string;
  let world: TestWorld;
  let knex: Knex;
  let backend: Killable;
  let bed: MatrixBed;
  let matrix: FaultMatrix<Landing>;
  let secrets: Record<string, unknown>;

  const start = () =>
    startKillable({
      kubeconfig: join(folder, 'kubeconfig'),
      database: join(folder, 'secrets.sqlite'),
      clusterTimeout: HELD,
      secrets,
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'killed-'));
    world = await startScenarioWorld({ clusters: ['control-plane'] });
    await writeFile(join(folder, 'kubeconfig'), await portalKubeconfig(world));
    secrets = {
      ...(await openBaoPlane(world, folder, {
        timeout: HELD,
        pollInterval: NO_POLLS,
      })),
      operations: {
        lease: { seconds: 2 },
        requestTimeout: { seconds: 3 },
        deadline: HELD,
      },
    };
    backend = await start();
    knex = openDatabase(join(folder, 'secrets.sqlite'));
    bed = { world, knex, as: user => backend.as(user), log: () => '' };
    matrix = new FaultMatrix(
      bed,
      LANDINGS,
      world.kind === 'real' ? CELLS_ON_REAL_PROGRAMS : undefined,
    );
    await layPlaneNamespaces(bed);
    await eventually(async () => {
      const { body } = await bed
        .as('payments-dev')
        .get(`/namespaces/${PAYMENTS}/planes`);
      expect(
        body.items
          .filter((plane: any) => plane.store?.ready)
          .map(({ name }: any) => name),
      ).toContain(VAULTED.name);
    });
  }, 300_000);

  afterAll(async () => {
    await backend?.kill();
    await knex?.destroy();
    await world?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('T22: whoever comes next finishes it or undoes it, whether the last call has landed or not', async () => {
    await matrix.count([
      ...operationsOnPlanes(bed),
      ...operationsOnStores(bed),
    ]);
    await matrix.run(
      async cells => {
        for (const batch of batchesOf(cells)) {
          await killIn(batch);
        }
      },
      ({ driver }) => `Killed, on ${driver}`,
    );
  }, 1_800_000);

  /** Brings operations to their calls, kills the process in all of them at once, and lets another one go on. */
  async function killIn(cells: FaultCell<Landing>[]): Promise<void> {
    let release = () => {};
    const dead = new Promise<void>(resolve => {
      release = resolve;
    });
    const ready: Array<{ cell: FaultCell<Landing> } & Prepared> = [];
    await inParallel(WIDTH, cells, async cell => {
      ready.push({ cell, ...(await prepare(cell)) });
    });
    const held: Array<Held & { cell: FaultCell<Landing> }> = [];
    for (const { cell, ...prepared } of ready) {
      held.push({ cell, ...(await hold(cell, prepared, dead)) });
    }
    const started = performance.now();
    await backend.kill();
    release();
    backend = await start();
    await inParallel(WIDTH, held, async ({ cell, name, disarm }) => {
      await matrix.settle(cell, name, { started });
      disarm();
    });
  }

  interface Prepared {
    name: string;
    etag: string | undefined;
  }

  interface Held {
    name: string;
    disarm(): void;
  }

  async function prepare({ counted }: FaultCell<Landing>): Promise<Prepared> {
    const name = matrix.freshName();
    return { name, etag: await counted.operation.prepare(name) };
  }

  /** Begins an operation; resolves when it waits in the call of its cell until the process is dead. */
  async function hold(
    cell: FaultCell<Landing>,
    prepared: Prepared,
    dead: Promise<void>,
    attempt = 1,
  ): Promise<Held> {
    const { name } = prepared;
    const { held, answer, disarm } = await holdCell(world, cell, prepared, {
      released: dead,
      lost: cell.fault === 'killed, the call is lost',
    });
    if (held) {
      return { name, disarm };
    }
    disarm();
    if (attempt === ATTEMPTS) {
      throw new Error(`${describeCell(cell)}: the call was not made`);
    }
    const status = (await answer)?.status;
    await matrix.settle(cell, name, { status, started: 0 });
    return hold(cell, await prepare(cell), dead, attempt + 1);
  }
});

function batchesOf(cells: FaultCell<Landing>[]): FaultCell<Landing>[][] {
  const atStore = cells.filter(({ call }) => call.server === STORE);
  const atClusters = cells.filter(({ call }) => call.server !== STORE);
  const count = Math.max(
    Math.ceil(atStore.length / AT_ONCE.store),
    Math.ceil(atClusters.length / AT_ONCE.clusters),
  );
  return Array.from({ length: count }, (_, index) => [
    ...part(atStore, AT_ONCE.store, index),
    ...part(atClusters, AT_ONCE.clusters, index),
  ]);
}

function part<T>(items: T[], size: number, index: number): T[] {
  return items.slice(index * size, (index + 1) * size);
}
