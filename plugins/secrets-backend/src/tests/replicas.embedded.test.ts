import { TestWorld } from '@strongroom/real-cluster';
import { Knex } from 'knex';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Answer, ContractClient } from './__testUtils__/ContractClient';
import { openDatabase } from './__testUtils__/createPortalFeatures';
import { draftOf } from './__testUtils__/estate';
import {
  describeOnPostgres,
  TestDatabase,
} from './__testUtils__/describeOnPostgres';
import { eventually } from './__testUtils__/eventually';
import {
  cellsOf,
  CountedOperation,
  countOperation,
  describeCell,
  FaultCell,
} from './__testUtils__/faults/faultCells';
import { MatrixBed } from './__testUtils__/faults/FaultMatrix';
import { expectTruthfulRecord } from './__testUtils__/faults/expectTruthfulRecord';
import { HeldCell, holdCell } from './__testUtils__/faults/holdCell';
import {
  CANARY,
  operationsOnPlanes,
} from './__testUtils__/faults/operationCases';
import { ObservedSecret } from './__testUtils__/faults/observeSecret';
import { meet, namedBy, PORTAL } from './__testUtils__/faults/outsideCalls';
import { settleCell, Told } from './__testUtils__/faults/settleCell';
import { inParallel } from './__testUtils__/inParallel';
import { portalKubeconfig } from './__testUtils__/portalKubeconfig';
import { path } from './__testUtils__/startDeveloper';
import { Killable, startKillable } from './__testUtils__/startKillable';
import { startScenarioWorld } from './__testUtils__/startScenarioWorld';
import { PAYMENTS } from './__testUtils__/tenants';

const LANDINGS = ['the call is lost', 'the call has landed'] as const;
type Landing = (typeof LANDINGS)[number];

const LEASE_MS = 2_000;
const REQUEST_TIMEOUT_MS = 2_000;
/** Recovery looks every third of a lease. */
const POLL_MS = LEASE_MS / 3;
/** By so much a busy machine may be late with a look. */
const BUSY_MS = 5_000;
/** Longer than it takes to bring all operations to their calls. */
const HELD = { seconds: 300 };
const PATIENCE_MS = 60_000;
const WIDTH = 16;
const SECRETS = `/namespaces/${PAYMENTS}/secrets`;
const WRITES = ['create', 'update', 'patch', 'delete'];
const CHANGED = { token: { value: `${CANARY}-2` } };

/** What is sent with a key for an operation of the fault tests, by its title there. */
const KEYED: Record<
  string,
  (
    client: ContractClient,
    name: string,
    etag: string,
    key: string,
  ) => Promise<Answer>
> = {
  Create: (client, name, _, key) =>
    client.post(SECRETS, draftOf(name), { headers: headersOf(key) }),
  'Change one key': (client, name, etag, key) =>
    client.patch(
      path(name),
      { data: CHANGED },
      { headers: { ...headersOf(key), 'If-Match': etag } },
    ),
  Delete: (client, name, _, key) =>
    client.delete(path(name), { headers: headersOf(key) }),
};
/** What whoever sends it again to the replica that is left may be told. */
const TOLD: Record<string, number[]> = {
  create: [201],
  // undone, it has moved on what it is based on
  update: [200, 412],
  // unconfirmed, where the machine is too busy to wait for the store
  delete: [202, 204],
};

describeOnPostgres('replicas on one database', createDatabase => {
  let folder: string;
  let world: TestWorld;
  let database: TestDatabase;
  let knex: Knex;
  let a: Killable;
  let b: Killable;
  /** The one that is spoken to. */
  let acting: Killable;
  let bed: MatrixBed;
  let counted: CountedOperation[];
  let made = 0;

  const start = () =>
    startKillable({
      kubeconfig: join(folder, 'kubeconfig'),
      database: database.address,
      clusterTimeout: HELD,
      secrets: {
        operations: {
          lease: { milliseconds: LEASE_MS },
          requestTimeout: { milliseconds: REQUEST_TIMEOUT_MS },
          deadline: HELD,
        },
      },
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'replicas-'));
    database = await createDatabase();
    knex = openDatabase(database.address);
    world = await startScenarioWorld({ clusters: ['control-plane'] });
    await writeFile(join(folder, 'kubeconfig'), await portalKubeconfig(world));
    [a, b] = await Promise.all([start(), start()]);
    await layTakeoverLog(knex);
    acting = a;
    bed = { world, knex, as: user => acting.as(user), log: () => '' };
    const operations = operationsOnPlanes(bed).filter(
      ({ title }) => KEYED[title],
    );
    counted = await Promise.all(
      operations.map(operation => {
        const run = (name: string, etag: string | undefined) =>
          KEYED[operation.title](developer(acting), name, etag!, name);
        return countOperation(bed, { ...operation, run }, freshName());
      }),
    );
  }, 300_000);

  afterEach(async () => {
    await expectTruthfulRecord(bed);
    for (const replica of [a, b]) {
      const { body } = await replica.as('platform').get('/record/verification');
      expect(body).toMatchObject({ intact: true });
    }
    const [{ rows, last }] = await knex('record')
      .count('seq as rows')
      .max('seq as last');
    expect(Number(rows)).toBe(Number(last));
  }, 120_000);

  afterAll(async () => {
    await a?.kill();
    await b?.kill();
    await knex?.destroy();
    await world?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 120_000);

  function freshName(): string {
    made += 1;
    return `twin-${made}-x`;
  }

  const freshNames = (count: number) =>
    Array.from({ length: count }, freshName);
  const developer = (replica: Killable) => replica.as('payments-dev');
  /** Sends the same to both at once. */
  const toBoth = (send: (client: ContractClient) => Promise<Answer>) =>
    Promise.all([a, b].map(replica => send(developer(replica))));
  const create = (name: string, key?: string) => (client: ContractClient) =>
    client.post(SECRETS, draftOf(name), { headers: headersOf(key) });
  const change =
    (name: string, etag: string, value: string, key?: string) =>
    (client: ContractClient) =>
      client.patch(
        path(name),
        { data: { token: { value } } },
        { headers: { ...headersOf(key), 'If-Match': etag } },
      );
  const remove = (name: string, key?: string) => (client: ContractClient) =>
    client.delete(path(name), { headers: headersOf(key) });
  const writes = () => {
    const { requestLog } = world.clusters['control-plane'];
    return requestLog.entries.filter(
      ({ userAgent, verb }) => userAgent === PORTAL && WRITES.includes(verb),
    );
  };
  /** How often each kind of write to a name was carried out. */
  const effectsOn = (name: string) => {
    const effects: Record<string, number> = {};
    for (const entry of writes()) {
      if (namedBy(entry) === name && entry.status < 300) {
        const effect = `${entry.verb} ${entry.resource}`;
        effects[effect] = (effects[effect] ?? 0) + 1;
      }
    }
    return effects;
  };

  it('T21: of many writes through both each is done once, and told alike', async () => {
    const once = freshNames(6);
    const raced = freshNames(6);
    world.clusters['control-plane'].requestLog.clear();

    const [sent, rivals] = await Promise.all([
      Promise.all(once.map(name => toBoth(create(name, `create-${name}`)))),
      Promise.all(raced.map(name => toBoth(create(name)))),
    ]);
    for (const answers of sent) {
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
      expect(answers[0].body.uid).toBe(answers[1].body.uid);
    }
    for (const answers of rivals) {
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    }
    for (const name of [...once, ...raced]) {
      expect({ name, ...effectsOn(name) }).toEqual({
        name,
        'create secrets': 1,
        'create pushsecrets': 1,
        'create secretreferences': 1,
      });
    }

    const tags = new Map<string, string>();
    for (const name of [...once, ...raced]) {
      const { body } = await developer(b).get(path(name));
      tags.set(name, body.etag);
    }
    const [changed, contested] = await Promise.all([
      Promise.all(
        once.map(name =>
          toBoth(change(name, tags.get(name)!, 'second', `change-${name}`)),
        ),
      ),
      Promise.all(
        raced.map(name =>
          Promise.all([
            change(name, tags.get(name)!, 'of-a')(developer(a)),
            change(name, tags.get(name)!, 'of-b')(developer(b)),
          ]),
        ),
      ),
    ]);
    for (const answers of changed) {
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(answers[0].body.etag).toBe(answers[1].body.etag);
    }
    for (const answers of contested) {
      const [won, lost] = answers.sort((one, two) => one.status - two.status);
      expect(won.status).toBe(200);
      expect(['OperationInProgress', 'VersionConflict']).toContain(
        lost.body.error.code,
      );
    }
    for (const name of [...once, ...raced]) {
      expect({ name, ...effectsOn(name) }).toMatchObject({
        name,
        'patch secrets': 1,
      });
    }

    const removed = await Promise.all(
      [...once, ...raced].map(name => toBoth(remove(name, `remove-${name}`))),
    );
    for (const answers of removed) {
      expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    }
    for (const name of [...once, ...raced]) {
      expect({ name, ...effectsOn(name) }).toMatchObject({
        name,
        'create secretreferences': 1,
        'delete secretreferences': 1,
      });
      expect(
        await knex('operations').where({ name }).count('id as operations'),
      ).toEqual([{ operations: '3' }]);
    }
  }, 120_000);

  it('T21: a request whose twin at the other replica ends while it looks is answered as that one', async () => {
    // a create looks only when it has the lock
    for (const { operation, calls } of counted.filter(
      ({ operation: { kind } }) => kind !== 'create',
    )) {
      const { kind, prepare, run } = operation;
      const name = freshName();
      acting = a;
      const etag = await prepare(name);
      let first: Answer | undefined;
      const twin = meet(world, name, calls[0], async () => {
        acting = a;
        first = await run(name, etag);
      });
      acting = b;
      const second = await run(name, etag);
      twin.disarm();
      expect({ kind, told: [first?.status, second.status] }).toEqual({
        kind,
        told: kind === 'delete' ? [204, 204] : [200, 200],
      });
      expect(await knex('operations').where({ name, kind })).toHaveLength(1);
    }
  }, 120_000);

  it('T22: what a replica was in the middle of when it was killed another one takes over when lease and request timeout are over', async () => {
    await knex('takeovers').delete();
    const cells = counted.flatMap(one =>
      cellsOf(one, LANDINGS).filter(({ call }) => WRITES.includes(call.verb)),
    );
    const { release, held } = await holdAll(cells);
    const running = await knex('operations').where({ state: 'running' });
    expect(running.map(({ name }) => name).sort()).toEqual(
      held.map(({ name }) => name).sort(),
    );
    await a.kill();
    release();
    acting = b;
    // whoever asks the other replica again is told what came of it
    await inParallel(held.length, held, async ({ cell, name, etag }) => {
      const { kind, run } = cell.counted.operation;
      const { status } = await run(name, etag);
      expect({ cell: describeCell(cell), told: TOLD[kind] }).toEqual({
        cell: describeCell(cell),
        told: expect.arrayContaining([status]),
      });
      await settle(cell, name, { status });
    });
    for (const { disarm } of held) {
      disarm();
    }

    const taken = await knex('takeovers').whereIn(
      'id',
      running.map(({ id }) => id),
    );
    expect(taken.filter(({ fence }) => fence === 2)).toHaveLength(
      running.length,
    );
    for (const {
      owner,
      taken_by: by,
      free_at: freeAt,
      taken_at: at,
    } of taken) {
      if (owner !== null) {
        expect(by).not.toBe(owner);
        const late = Number(at) - (Number(freeAt) + REQUEST_TIMEOUT_MS);
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThan(POLL_MS + BUSY_MS);
      }
    }
    a = await start();
  }, 180_000);

  it('T22: a replica that is stopped until another one has taken over does no harm when it goes on', async () => {
    acting = a;
    const cells = counted.flatMap(one =>
      cellsOf(one, LANDINGS).filter(
        ({ call, fault }) =>
          WRITES.includes(call.verb) || fault === 'the call has landed',
      ),
    );
    const { release, held } = await holdAll(cells);
    const running = await knex('operations').where({ state: 'running' });
    const names = running.map(({ name }) => name);
    const begun = held.filter(({ name }) => names.includes(name));
    a.suspend();
    release();
    acting = b;
    const seen = new Map<string, ObservedSecret>();
    await inParallel(WIDTH, begun, async ({ cell, name }) => {
      seen.set(name, await settle(cell, name));
    });
    for (const { disarm } of held) {
      disarm();
    }
    const kept = async () => ({
      operations: await knex('operations').whereIn('name', names).orderBy('id'),
      rows: await knex('record').whereIn('name', names).orderBy('seq'),
    });
    const before = await kept();
    world.clusters['control-plane'].requestLog.clear();

    a.resume();
    await inParallel(WIDTH, held, async ({ cell, name, answer }) => {
      const { status, body } = (await answer)!;
      const again = await settle(cell, name, {
        status,
        code: body?.error?.code,
        open: body?.settled === false,
      });
      // what was not begun yet goes on as if nothing had been
      expect({ name, again }).toEqual({
        name,
        again: seen.get(name) ?? cell.counted.after,
      });
    });
    expect(
      writes()
        .filter(entry => names.includes(namedBy(entry)))
        .map(entry => `${entry.verb} ${entry.resource} ${namedBy(entry)}`),
    ).toEqual([]);
    expect(await kept()).toEqual(before);
    expect((await create(freshName())(developer(a))).status).toBe(201);
  }, 180_000);

  it('T28: a replica that is stopped in the middle of writing the record keeps no other one from it', async () => {
    const barred = await knex.transaction();
    await barred.raw('lock table operations in exclusive mode');
    const name = freshName();
    const answering = create(name)(developer(a));
    // it has the head of the chain by then, and waits for the journal
    await eventually(async () => {
      const { rows } = await knex.raw(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into \"operations\"%'",
      );
      expect(rows).toHaveLength(1);
    }, PATIENCE_MS);
    a.suspend();
    await barred.rollback();
    const other = await create(freshName())(developer(b));
    a.resume();
    expect(other.status).toBe(201);
    const late = await answering;
    expect([late.status, late.body.error?.code]).toEqual([
      503,
      'RecordUnavailable',
    ]);
    expect((await create(name)(developer(a))).status).toBe(201);
  }, 120_000);

  it('T28: a database that goes away is told in words, and all goes on when it is back', async () => {
    const cells = counted.flatMap(one =>
      cellsOf(one, LANDINGS).filter(
        ({ call, fault }) =>
          WRITES.includes(call.verb) && fault === 'the call has landed',
      ),
    );
    acting = a;
    const { release, held } = await holdAll(cells);
    const admin = openDatabase(database.server);
    const name = knex.client.connectionSettings.database;
    await admin.raw('alter database ?? allow_connections false', [name]);
    await admin.raw(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = ?',
      [name],
    );
    release();
    const refused = await Promise.all([
      toBoth(create(freshName())),
      toBoth(create(freshName(), 'away')),
      toBoth(client => client.get('/secrets')),
      toBoth(remove(held[0].name)),
    ]);
    await admin.raw('alter database ?? allow_connections true', [name]);
    await admin.destroy();
    for (const { status, body } of refused.flat()) {
      expect([status, body.error]).toEqual([
        503,
        expect.objectContaining({
          code: 'RecordUnavailable',
          message:
            'The record of accesses cannot be written at the moment. Try again later.',
        }),
      ]);
    }
    await inParallel(
      WIDTH,
      held,
      async ({ cell, name: of, answer, disarm }) => {
        const { status, body } = (await answer)!;
        disarm();
        await settle(cell, of, {
          status,
          code: body?.error?.code,
          open: body?.settled === false,
        });
      },
    );
    for (const replica of [a, b]) {
      await eventually(async () => {
        const { status } = await create(freshName())(developer(replica));
        expect(status).toBe(201);
      }, PATIENCE_MS);
    }
  }, 180_000);

  /** Waits until it is as before or as asked for everywhere, as the journal says. @returns what is seen */
  async function settle(
    cell: FaultCell<Landing>,
    name: string,
    told: Partial<Told> = {},
  ): Promise<ObservedSecret> {
    const { seen } = await settleCell(bed, cell, name, { ...told, started: 0 });
    return seen;
  }

  type Held = {
    cell: FaultCell<Landing>;
    name: string;
    etag?: string;
  } & HeldCell;

  /** Brings all operations to the calls of their cells, where they wait until they are released. */
  async function holdAll(
    cells: FaultCell<Landing>[],
  ): Promise<{ release(): void; held: Held[] }> {
    let release = () => {};
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    const ready: Array<{
      cell: FaultCell<Landing>;
      name: string;
      etag?: string;
    }> = [];
    await inParallel(WIDTH, cells, async cell => {
      const name = freshName();
      ready.push({
        cell,
        name,
        etag: await cell.counted.operation.prepare(name),
      });
    });
    const held: Held[] = [];
    await inParallel(WIDTH, ready, async ({ cell, name, etag }) => {
      const waiting = await holdCell(
        world,
        cell,
        { name, etag },
        { released, lost: cell.fault === 'the call is lost' },
      );
      expect({ cell: describeCell(cell), held: waiting.held }).toEqual({
        cell: describeCell(cell),
        held: true,
      });
      held.push({ cell, name, etag, ...waiting });
    });
    return { release, held };
  }
});

function headersOf(key: string | undefined): Record<string, string> {
  return key === undefined ? {} : { 'Idempotency-Key': key };
}

/** Keeps who took over what from whom, and when, as the journal says it. */
async function layTakeoverLog(knex: Knex): Promise<void> {
  await knex.raw(`
    create table takeovers (
      id text, fence int, owner text, taken_by text, free_at bigint, taken_at bigint
    );
    create function log_takeover() returns trigger language plpgsql as $$
      begin
        insert into takeovers values (
          new.id, new.fence, old.owner, new.owner, old.lease_until, new.lease_until - ${LEASE_MS}
        );
        return new;
      end
    $$;
    create trigger takeovers after update on operations for each row
      when (new.fence > old.fence) execute function log_takeover();
  `);
}
