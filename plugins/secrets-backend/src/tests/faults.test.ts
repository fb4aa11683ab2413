import { FaultEffect } from '@strongroom/embedded-cluster';
import { RecordKeys, verifyRecord } from '../record';
import { encodingsOf } from './__testUtils__/encodingsOf';
import { eventually } from './__testUtils__/eventually';
import { inParallel } from './__testUtils__/inParallel';
import { Call, callsOf, strike } from './__testUtils__/outsideCalls';
import { observeSecret } from './__testUtils__/observeSecret';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

const NAMESPACE = PAYMENTS;
const CANARY = `canary-${Math.random().toString(36).slice(2)}-value`;

/** A call fails before its effect, after it, slowly, with nonsense, or with an error that quotes what was sent. */
const FAULTS: Record<string, FaultEffect> = {
  refuse: { type: 'refuse' },
  'cut after': { type: 'cutAfter' },
  hang: { type: 'hang' },
  garbage: { type: 'garbage' },
  'error that echoes': { type: 'status', code: 500, echoBody: true },
};

describe('a fault before and after each outside call', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({
      clusterTimeout: { seconds: 3 },
      secrets: {
        operations: {
          lease: { seconds: 1 },
          requestTimeout: { seconds: 4 },
          deadline: { seconds: 10 },
        },
      },
    });
    // the namespace of the plane is made once and remembered
    await create('first');
  });

  afterAll(async () => {
    await portal.stop();
  });

  it('T22 T2: a create ends with everything or with nothing, and says which', async () => {
    const calls = await callsOf(portal, 'counted', () => create('counted'));
    expect(calls.length).toBeGreaterThanOrEqual(8);
    await inCells(calls, async ({ call, fault, name }) => {
      const cell = `${fault} at ${call.verb} ${call.resource} ${call.nth}`;
      strike(portal, name, call, FAULTS[fault]);
      const answer = await create(name);
      const { operation, after } = await settled(name);
      if (operation.state === 'done') {
        expect({ cell, ...after }).toEqual({ cell, ...EVERYTHING });
      } else {
        expect({ cell, ...after }).toEqual({ cell, ...NOTHING });
        expect({ cell, status: answer.status }).not.toEqual({
          cell,
          status: 201,
        });
        await made(name);
      }
    });
    await expectTruthfulRecord();
  }, 600_000);

  it('T22: a delete goes forward to its end, whatever fails on the way', async () => {
    await create('counted-delete');
    await synced('counted-delete');
    const calls = await callsOf(portal, 'counted-delete', () =>
      remove('counted-delete'),
    );
    expect(calls.length).toBeGreaterThanOrEqual(4);
    await inCells(calls, async ({ call, fault, name }) => {
      const cell = `${fault} at ${call.verb} ${call.resource} ${call.nth}`;
      await made(name);
      await synced(name);
      strike(portal, name, call, FAULTS[fault]);
      const answer = await remove(name);
      const { operation, after } = await settled(name);
      // before the journal knows of it nothing has happened, and the caller was told so
      if (operation.kind === 'create' || operation.state === 'undone') {
        expect({ cell, ...after }).toEqual({ cell, ...EVERYTHING });
        expect({ cell, refused: answer.status >= 400 }).toEqual({
          cell,
          refused: true,
        });
      } else {
        expect({ cell, ...after }).toEqual({ cell, ...NOTHING });
      }
    });
    await expectTruthfulRecord();
  }, 600_000);

  /** Every fault at every call. A create has no name in its request line, so those that meet one go one by one. */
  async function inCells(
    calls: Call[],
    work: (cell: { call: Call; fault: string; name: string }) => Promise<void>,
  ) {
    const cells = calls.flatMap((call, at) =>
      Object.keys(FAULTS).map((fault, index) => ({
        call,
        fault,
        name: `cell-${call.verb}-${call.resource}-${at}-${index}`,
      })),
    );
    const isCreate = ({ call }: { call: Call }) => call.verb === 'create';
    await inParallel(1, cells.filter(isCreate), work);
    await inParallel(
      4,
      cells.filter(cell => !isCreate(cell)),
      work,
    );
  }

  /** Its name is free: it is made, if not at the first attempt, because a busy machine may be late. */
  async function made(name: string) {
    await eventually(async () => {
      const { body } = await create(name);
      expect({ name, code: body.error?.code ?? 'made' }).toEqual({
        name,
        code: expect.stringMatching(/^(made|SecretAlreadyExists)$/),
      });
    });
  }

  async function create(name: string) {
    return portal.as('payments-dev').post(`/namespaces/${NAMESPACE}/secrets`, {
      name,
      type: 'Opaque',
      targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
      data: { token: { value: CANARY }, other: { value: 'x' } },
    });
  }

  async function remove(name: string) {
    return portal
      .as('payments-dev')
      .delete(`/namespaces/${NAMESPACE}/secrets/${name}`);
  }

  async function synced(name: string) {
    await eventually(async () => {
      expect(await observeSecret(portal, NAMESPACE, name)).toEqual(EVERYTHING);
    });
  }

  /** Waits until the journal has nothing left to do for a name, and the store has followed. */
  async function settled(name: string) {
    let operation: any;
    await eventually(async () => {
      operation = await portal
        .knex('operations')
        .where({ namespace: NAMESPACE, name })
        .orderBy('started_at', 'desc')
        .first();
      expect({ name, state: operation.state }).not.toEqual({
        name,
        state: 'running',
      });
    }, 20_000);
    let after: any;
    await eventually(async () => {
      after = await observeSecret(portal, NAMESPACE, name);
      expect([EVERYTHING, NOTHING]).toContainEqual(after);
    }).catch(() => {});
    return { operation, after };
  }

  async function expectTruthfulRecord() {
    const operations = await portal.knex('operations');
    const rows = await portal.knex('record').whereNotNull('operation_id');
    for (const { id, state } of operations) {
      const outcomes = rows
        .filter(row => row.operation_id === id)
        .map(row => row.outcome);
      expect({ id, outcomes }).toEqual({
        id,
        outcomes: ['intent', state === 'done' ? 'success' : 'failure'],
      });
    }
    const verification = await verifyRecord({
      knex: portal.knex,
      keys: RecordKeys.create(['r'.repeat(32)]),
    });
    expect(verification.intact).toBe(true);
    const database = JSON.stringify([operations, rows]);
    for (const form of encodingsOf(CANARY)) {
      expect(portal.log()).not.toContain(form);
      expect(database).not.toContain(form);
    }
  }
});

const EVERYTHING = {
  reference: true,
  secret: true,
  pushSecret: true,
  stored: CANARY,
  listed: true,
};

const NOTHING = {
  reference: false,
  secret: false,
  pushSecret: false,
  stored: undefined,
  listed: false,
};
