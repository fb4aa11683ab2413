import { mockServices } from '@backstage/backend-test-utils';
import {
  isStoreError,
  Step,
  StepContext,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { SecretsError } from '../errors';
import {
  beginOptions,
  migrateTestDatabase,
  recordEntry,
  startReplica,
  testDatabases,
} from './__testUtils__/journalBed';
import { Journal } from './Journal';
import { OperationRunner } from './OperationRunner';
import { Recovery } from './Recovery';
import { Operation, OperationPlan } from './types';

const databases = testDatabases();
/** Milliseconds that a busy machine may be late. */
const BUSY_MS = 10_000;

jest.setTimeout(60_000);

/** A process that is stopped does nothing: neither its timers nor its answers come until it goes on. */
function stopProcess(ms: number): void {
  const end = Date.now() + ms;
  while (Date.now() < end) {
    // stands still
  }
}

describe.each(databases.eachSupportedId())('operations on %p', id => {
  let knex: Knex;
  let effects: string[];

  beforeEach(async () => {
    knex = await databases.init(id);
    await migrateTestDatabase(knex);
    effects = [];
  });

  afterEach(async () => {
    await knex.destroy();
  });

  const times = { lease: 300, requestTimeout: 200 };
  const runnerOf = (journal: Journal) =>
    OperationRunner.create({ journal, logger: mockServices.logger.mock() });
  const recoveryOf = (journal: Journal, plan: () => OperationPlan) =>
    Recovery.create({
      journal,
      runner: runnerOf(journal),
      planners: { create: async () => plan(), delete: async () => plan() },
      logger: mockServices.logger.mock(),
      deadlineMs: 5_000,
    });
  const begin = async (journal: Journal, kind = 'create') => {
    const begun = await journal.begin(beginOptions({ kind }));
    expect(begun.outcome).toBe('begun');
    return (begun as { operation: Operation }).operation;
  };
  const takeOver = async (operation: Operation) => {
    await knex('operations').where({ id: operation.id }).update({ fence: 2 });
  };
  const never = () => ({ signal: new AbortController().signal });
  const state = async () => (await knex('operations').first()).state;
  const outcomes = async () =>
    (await knex('record').orderBy('seq')).map(row => row.outcome);

  function step(
    name: string,
    run: (context: StepContext) => Promise<void> = async () => {},
  ): Step {
    return {
      name,
      run: async context => {
        await run(context);
        effects.push(name);
      },
      undo: async () => {
        effects.push(`undo ${name}`);
      },
    };
  }

  function planOf(
    steps: Step[],
    { pivot = steps.length, ...rest }: Partial<OperationPlan> = {},
  ): OperationPlan {
    return {
      steps,
      pivot,
      committed: async () => true,
      result: () => ({}),
      record: (outcome, errorCode) => ({ ...recordEntry(outcome), errorCode }),
      ...rest,
    };
  }

  it('T19: leaves what somebody else has taken over, undoes the rest, and ends', async () => {
    const { journal } = startReplica(knex);
    const refused = new StoreError('AlreadyExists', 'The reference exists');
    const operation = await begin(journal);
    const outcome = await runnerOf(journal).run(
      operation,
      planOf([
        step('first'),
        {
          ...step('second'),
          undo: async () => {
            throw new StoreError('NotOwned', 'Somebody else has changed it');
          },
        },
        step('third', async () => {
          throw refused;
        }),
      ]),
      never(),
    );
    expect(outcome).toEqual({ state: 'undone', error: refused });
    expect(effects).toEqual(['first', 'second', 'undo third', 'undo first']);
    expect(await state()).toBe('undone');
  });

  it('runs steps in order, and undoes the begun ones backwards when one fails', async () => {
    const { journal } = startReplica(knex);
    const plan = planOf([
      step('first'),
      step('second', async () => {
        throw new StoreError('Denied', 'no');
      }),
      step('third'),
    ]);
    const outcome = await runnerOf(journal).run(
      await begin(journal),
      plan,
      never(),
    );
    expect(outcome).toMatchObject({
      state: 'undone',
      error: { code: 'Denied' },
    });
    expect(effects).toEqual(['first', 'undo second', 'undo first']);
    expect(await outcomes()).toEqual(['intent', 'failure']);
  });

  it('T22: goes forward from the first effect, without a second look at what that has changed', async () => {
    const { journal } = startReplica(knex);
    let failures = 1;
    const conflict = new StoreError('Conflict', 'It is not as it was');
    const plan = planOf(
      [
        step('look', async () => {
          if (effects.includes('first')) {
            throw conflict;
          }
        }),
        step('first'),
        step('second', async () => {
          if (failures-- > 0) {
            throw new StoreError('Unavailable', 'cut');
          }
        }),
      ],
      { pivot: -1, firstEffect: 1, refuses: error => error === conflict },
    );
    const outcome = await runnerOf(journal).run(
      await begin(journal, 'delete'),
      plan,
      never(),
    );
    expect(outcome).toEqual({ state: 'done' });
    expect(effects).toEqual(['look', 'first', 'first', 'second']);
    expect((await knex('operations').first()).step).toBe('second');
  });

  it('T22: a process that was stopped beyond its lease sends nothing more when it goes on', async () => {
    const { journal } = startReplica(knex, { times });
    const operation = await begin(journal);
    let refused = false;
    const plan = planOf([
      step('read-then-write', async ({ signal }) => {
        await takeOver(operation);
        stopProcess(times.lease + 50);
        await sleep(1);
        refused = signal.aborted;
        signal.throwIfAborted();
        effects.push('late write');
      }),
      step('next'),
    ]);
    const outcome = await runnerOf(journal).run(operation, plan, never());
    expect(refused).toBe(true);
    expect(outcome.state).toBe('unsettled');
    expect(effects).toEqual([]);
  });

  it('T22: a process that was stopped while it asked the journal does not begin the step', async () => {
    const { journal } = startReplica(knex, { times });
    const operation = await begin(journal);
    const plan = planOf([
      step('first', async () => {
        await takeOver(operation);
        setImmediate(() => stopProcess(times.lease + 50));
      }),
      step('second'),
    ]);
    const outcome = await runnerOf(journal).run(operation, plan, never());
    expect(outcome.state).toBe('unsettled');
    expect(effects).toEqual(['first']);
  });

  it('ends the calls of a step when the operation was taken over, and keeps the lease of a long one', async () => {
    const { journal } = startReplica(knex, { times });
    const long = planOf([
      step('long', async ({ signal }) => {
        await sleep(3 * times.lease);
        signal.throwIfAborted();
      }),
    ]);
    const runner = runnerOf(journal);
    expect(await runner.run(await begin(journal), long, never())).toEqual({
      state: 'done',
    });

    const taken = await begin(journal);
    let took = 0;
    const waiting = planOf([
      step('waiting', async ({ signal }) => {
        await takeOver(taken);
        const began = Date.now();
        await sleep(60_000, undefined, { signal }).catch(() => {});
        took = Date.now() - began;
        throw new StoreError('Timeout', 'ended', { outcomeUnknown: true });
      }),
    ]);
    expect((await runner.run(taken, waiting, never())).state).toBe('unsettled');
    expect(took).toBeLessThan(BUSY_MS);
    expect(
      await knex('operations').where({ id: taken.id }).first(),
    ).toMatchObject({ fence: 2, state: 'running' });
  });

  it('recovery takes over only when lease and one request timeout have passed, on one replica alone', async () => {
    let now = Date.now();
    const clock = { now: () => now };
    const owner = startReplica(knex, { times, ...clock });
    const operation = await begin(owner.journal);
    await owner.journal.beginStep(operation, 'first');
    const others = [1, 2, 3].map(() => startReplica(knex, { times, ...clock }));
    const claim = () =>
      Promise.all(others.map(({ journal }) => journal.claimDue()));

    now += times.lease + times.requestTimeout - 1;
    expect((await claim()).flat()).toEqual([]);
    now += 1;
    const claimed = (await claim()).flat();
    expect(claimed).toMatchObject([
      { id: operation.id, fence: 2, attempts: 2 },
    ]);
    await expect(owner.journal.beginStep(operation, 'second')).rejects.toThrow(
      'taken over',
    );
    await expect(
      owner.journal.end(operation, 'done', { record: recordEntry('success') }),
    ).rejects.toThrow('taken over');
    await owner.journal.release(operation, { cause: 'Timeout', delayMs: 0 });
    expect((await claim()).flat()).toEqual([]);
    expect(await outcomes()).toEqual(['intent']);
  });

  it('T22: several recoveries and the first owner end an operation once', async () => {
    // a busy machine must not be so late that the owner has renewed its lease before it is looked at
    const owner = startReplica(knex, { times: { ...times, lease: 3_000 } });
    const operation = await begin(owner.journal);
    let started = () => {};
    const working = new Promise<void>(resolve => {
      started = resolve;
    });
    const plan = planOf([
      step('first', async ({ signal }) => {
        started();
        await sleep(60_000, undefined, { signal }).catch(() => {});
        signal.throwIfAborted();
      }),
    ]);
    const running = runnerOf(owner.journal).run(operation, plan, never());
    await working;
    // as if the owner had been stopped for long
    await knex('operations').update({ lease_until: 0 });
    const recoveries = [1, 2].map(() =>
      recoveryOf(startReplica(knex, { times }).journal, () =>
        planOf([step('first')]),
      ),
    );
    await Promise.all(recoveries.map(recovery => recovery.runOnce()));
    expect((await running).state).toBe('unsettled');
    expect(effects).toEqual(['undo first']);
    expect(await outcomes()).toEqual(['intent', 'failure']);
  });

  it('T28: what was begun without a step is closed as not done, a delete too: its caller was told that nothing happened', async () => {
    let now = Date.now();
    const { journal } = startReplica(knex, { times, now: () => now });
    await begin(journal, 'delete');
    now += times.lease + times.requestTimeout;
    const deleting = () =>
      planOf([step('delete-value'), step('delete-reference')], { pivot: -1 });
    await recoveryOf(journal, deleting).runOnce();
    expect(effects).toEqual([]);
    expect(await state()).toBe('undone');
    expect(await outcomes()).toEqual(['intent', 'failure']);
  });

  it('goes forward with a delete that had begun, and undoes a create whose last step it does not know', async () => {
    let now = Date.now();
    const { journal } = startReplica(knex, { times, now: () => now });
    const deleted = await begin(journal, 'delete');
    await journal.beginStep(deleted, 'delete-value');
    now += times.lease + times.requestTimeout;
    const deleting = () =>
      planOf([step('delete-value'), step('delete-reference')], { pivot: -1 });
    await recoveryOf(journal, deleting).runOnce();
    expect(effects).toEqual(['delete-value', 'delete-reference']);

    effects = [];
    const created = await begin(journal);
    await journal.beginStep(created, 'of-another-release');
    now += times.lease + times.requestTimeout;
    await recoveryOf(journal, () =>
      planOf([step('value'), step('reference')], {
        pivot: 1,
        committed: async () => false,
      }),
    ).runOnce();
    expect(effects).toEqual(['undo reference', 'undo value']);
  });

  it('leaves what cannot be planned to a later attempt, with its cause and a growing pause', async () => {
    let now = Date.now();
    const { journal } = startReplica(knex, { times, now: () => now });
    const operation = await begin(journal);
    await journal.beginStep(operation, 'value');
    const recovery = recoveryOf(journal, () => {
      throw new StoreError('Unavailable', 'The plane is not connected');
    });
    const pauses: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      now += 10 * 60_000;
      await recovery.runOnce();
      const row = await knex('operations').first();
      expect(row).toMatchObject({
        state: 'running',
        cause: 'PlaneUnreachable',
      });
      pauses.push(Number(row.next_attempt_at) - now);
    }
    expect(pauses).toEqual([4_000, 8_000, 16_000, 32_000]);
    expect(effects).toEqual([]);
  });

  it('undoes no further when its deadline passes, and recovery undoes the rest', async () => {
    let now = Date.now();
    const { journal } = startReplica(knex, { times, now: () => now });
    const deadline = new AbortController();
    const first = step('first');
    const stuck: Step = {
      ...step('second', async () => {
        throw new StoreError('Denied', 'no');
      }),
      async undo({ signal }) {
        deadline.abort();
        if (signal.aborted) {
          throw new StoreError('Timeout', 'not waited for');
        }
      },
    };
    const outcome = await runnerOf(journal).run(
      await begin(journal),
      planOf([first, stuck]),
      { signal: deadline.signal },
    );
    expect(outcome).toMatchObject({ state: 'unsettled', begun: true });
    expect(effects).toEqual(['first']);
    now += 60_000;
    await recoveryOf(journal, () =>
      planOf([step('first'), step('second')]),
    ).runOnce();
    expect(effects).toEqual(['first', 'undo second', 'undo first']);
    expect(await state()).toBe('undone');
  });

  it('waits for what runs when it is to stop, and for nothing longer than it may', async () => {
    const { journal } = startReplica(knex, { times });
    const runner = runnerOf(journal);
    const operation = await begin(journal);
    let finish = () => {};
    const slow = new Promise<void>(resolve => {
      finish = resolve;
    });
    const running = runner.run(
      operation,
      planOf([step('slow', () => slow)]),
      never(),
    );
    await runner.idle(50);
    expect(await state()).toBe('running');
    setTimeout(finish, 50);
    await runner.idle(5_000);
    expect(await state()).toBe('done');
    expect(await running).toEqual({ state: 'done' });
    await runner.idle(5_000);
  });

  it('T28: the journal failing after the first effect of a delete refuses nothing that is done', async () => {
    let now = Date.now();
    const { journal } = startReplica(knex, { times, now: () => now });
    const operation = await begin(journal, 'delete');
    const deleting = () =>
      planOf([step('look'), step('delete-value'), step('delete-reference')], {
        pivot: -1,
        firstEffect: 1,
        refuses: error => error instanceof SecretsError,
      });
    const beginStep = jest.spyOn(journal, 'beginStep');
    const away = new SecretsError('RecordUnavailable', 'away');
    beginStep.mockImplementation(async (...args) => {
      if (args[1] === 'delete-reference') {
        throw away;
      }
      return Journal.prototype.beginStep.apply(journal, args);
    });
    const outcome = await runnerOf(journal).run(operation, deleting(), never());
    expect(outcome).toEqual({ state: 'unsettled', error: away, begun: true });
    expect(await state()).toBe('running');
    beginStep.mockRestore();
    now += 60_000;
    await recoveryOf(journal, deleting).runOnce();
    expect(await state()).toBe('done');
    expect(effects).toEqual(
      expect.arrayContaining(['delete-value', 'delete-reference']),
    );
  });

  it('T22: what hangs in recovery keeps nothing that falls due later waiting', async () => {
    // long enough for a busy machine to renew it: what hangs must stay with who took it over
    const { journal } = startReplica(knex, {
      times: { lease: 900, requestTimeout: 60 },
    });
    let finish = () => {};
    const hanging = new Promise<void>(resolve => {
      finish = resolve;
    });
    const abandon = async (name: string) => {
      const begun = await journal.begin(beginOptions({ name, kind: name }));
      const { operation } = begun as { operation: Operation };
      await journal.beginStep(operation, name);
    };
    const logger = mockServices.logger.mock();
    const planned = (run: () => Promise<void>) => async (of: Operation) =>
      planOf([step(of.name, run)], { pivot: -1 });
    const recovery = Recovery.create({
      journal,
      runner: runnerOf(journal),
      planners: {
        hanging: planned(() => hanging),
        later: planned(async () => {}),
      },
      logger,
      deadlineMs: 60_000,
    });
    const until = async (name: string, wanted: object) => {
      for (;;) {
        const row = await knex('operations').where({ name }).first();
        if (Object.entries(wanted).every(([key, of]) => row[key] === of)) {
          return;
        }
        await sleep(10);
      }
    };
    await abandon('hanging');
    recovery.start();
    await until('hanging', { fence: 2 });
    await abandon('later');
    await until('later', { state: 'done' });
    expect(effects).toEqual(['later']);
    finish();
    await recovery.stop();
    expect(effects).toEqual(['later', 'hanging']);
  });

  it('T22: tells of what was taken over what is known of it, and never that it was a fault of ours', async () => {
    let now = Date.now();
    const { journal } = startReplica(knex, { times, now: () => now });
    const undone = () => planOf([step('value'), step('reference')]);
    const interrupted = await begin(journal);
    await journal.beginStep(interrupted, 'value');
    now += times.lease + times.requestTimeout;
    await recoveryOf(journal, undone).runOnce();
    const released = await begin(journal);
    await journal.beginStep(released, 'value');
    await journal.release(released, { cause: 'StoreNotReady', delayMs: 0 });
    await recoveryOf(journal, undone).runOnce();
    const causes = await knex('operations').orderBy('started_at');
    expect(causes.map(({ cause }) => cause)).toEqual([
      'Timeout',
      'StoreNotReady',
    ]);
    const codes = await knex('record').where({ outcome: 'failure' });
    expect(codes.map(row => row.error_code)).toEqual([
      'Timeout',
      'StoreNotReady',
    ]);
  });

  it('T28: the journal failing before the first step leaves nothing to be done later', async () => {
    const { journal } = startReplica(knex, { times });
    const operation = await begin(journal, 'delete');
    const refused = new SecretsError('RecordUnavailable', 'away');
    jest.spyOn(journal, 'beginStep').mockRejectedValue(refused);
    const outcome = await runnerOf(journal).run(
      operation,
      planOf([step('delete-value')], {
        pivot: -1,
        refuses: error => isStoreError(error, 'NotOwned'),
      }),
      never(),
    );
    expect(outcome).toEqual({ state: 'undone', error: refused });
    expect(effects).toEqual([]);
    expect(await state()).toBe('undone');
  });
});
