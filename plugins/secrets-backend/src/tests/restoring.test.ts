import { FaultEffect } from '@strongroom/embedded-cluster';
import { TestWorld } from '@strongroom/real-cluster';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodingsOf } from './__testUtils__/encodingsOf';
import { eventually } from './__testUtils__/eventually';
import { inParallel } from './__testUtils__/inParallel';
import { openBaoPlane } from './__testUtils__/openBaoPlane';
import { callsOf, strike } from './__testUtils__/outsideCalls';
import {
  layRestorable,
  observeVersions,
  RESTORED,
  RESTORED_CANARY,
  restoreSecond,
  UNRESTORED,
} from './__testUtils__/restorable';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { startScenarioWorld } from './__testUtils__/startScenarioWorld';

const FAULTS: Record<string, FaultEffect> = {
  refuse: { type: 'refuse' },
  'cut after': { type: 'cutAfter' },
  hang: { type: 'hang' },
  garbage: { type: 'garbage' },
  'error that echoes': { type: 'status', code: 500, echoBody: true },
};
/** More calls of a kind than a restore makes. */
const ALL = 100;

describe('a restore', () => {
  let folder: string;
  let world: TestWorld;
  let portal: TestPortal;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'restoring-'));
    world = await startScenarioWorld({ clusters: ['control-plane'] });
    const plane = await openBaoPlane(world, folder, {
      timeout: { seconds: 2 },
      // a look at all secrets would meet the faults instead
      pollInterval: { minutes: 60 },
    });
    portal = await startPortal({
      world,
      clusterTimeout: { seconds: 2 },
      secrets: {
        ...plane,
        operations: {
          lease: { seconds: 1 },
          requestTimeout: { seconds: 3 },
          deadline: { seconds: 10 },
        },
      },
    });
  }, 120_000);

  afterAll(async () => {
    await portal?.stop();
    await world?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('T22 T2: brings everything back or changes nothing, whatever fails on the way, and says which', async () => {
    const developer = portal.as('payments-dev');
    const counted = await layRestorable(world, developer, 'counted');
    const calls = await callsOf(
      portal,
      'counted',
      () => restoreSecond(developer, 'counted', counted),
      ALL,
    );
    expect(await observeVersions(world, 'counted')).toEqual(RESTORED);
    const kinds = new Set(calls.map(call => `${call.verb} ${call.resource}`));
    expect([...kinds].sort()).toEqual([
      'get data',
      'get metadata',
      'get secretreferences',
      'get subkeys',
      'patch secretreferences',
      'post data',
    ]);
    const cells = calls.flatMap((call, at) =>
      Object.keys(FAULTS).map((fault, index) => ({
        call,
        fault,
        name: `cell-${at}-${index}`,
      })),
    );
    const ended = { done: 0, undone: 0, refused: 0 };
    await inParallel(8, cells, async ({ call, fault, name }) => {
      const cell = `${fault} at ${call.verb} ${call.resource} ${call.nth}`;
      const etag = await layRestorable(world, developer, name);
      strike(portal, name, call, FAULTS[fault]);
      const answer = await restoreSecond(developer, name, etag);
      const state = await settled(name);
      ended[state] += 1;
      const after = await observeVersions(world, name);
      expect({ cell, state, after }).toEqual({
        cell,
        state,
        after: state === 'done' ? RESTORED : UNRESTORED,
      });
      // who was told that it is done finds it done
      expect({
        cell,
        state,
        truthful: answer.status !== 200 || state === 'done',
      }).toEqual({
        cell,
        state,
        truthful: true,
      });
    });
    expect(Math.min(...Object.values(ended))).toBeGreaterThan(0);
    await expectTruthfulRecord();
  }, 300_000);

  /** Waits until the journal has nothing left to do; `refused` when it was never begun. */
  async function settled(name: string): Promise<'done' | 'undone' | 'refused'> {
    let operation: any;
    await eventually(async () => {
      operation = await portal
        .knex('operations')
        .where({ kind: 'restore', name })
        .first();
      expect({ name, state: operation?.state }).not.toEqual({
        name,
        state: 'running',
      });
    }, 40_000);
    return operation?.state ?? 'refused';
  }

  async function expectTruthfulRecord() {
    const operations = await portal.knex('operations');
    const rows = await portal.knex('record').whereNotNull('operation_id');
    for (const { id, kind, state } of operations) {
      const mine = rows.filter(row => row.operation_id === id);
      expect({ id, outcomes: mine.map(({ outcome }) => outcome) }).toEqual({
        id,
        outcomes: ['intent', state === 'done' ? 'success' : 'failure'],
      });
      expect(new Set(mine.map(({ action }) => action))).toEqual(
        new Set([`secret-${kind}`]),
      );
    }
    const database = JSON.stringify([operations, rows]);
    for (const form of encodingsOf(RESTORED_CANARY)) {
      expect(portal.log()).not.toContain(form);
      expect(database).not.toContain(form);
    }
  }
});
