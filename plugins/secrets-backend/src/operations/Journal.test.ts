import { Knex } from 'knex';
import {
  beginOptions,
  migrateTestDatabase,
  recordEntry,
  startReplica,
  testDatabases,
} from './__testUtils__/journalBed';
import { Journal } from './Journal';
import { BeginOptions, Begun, Operation } from './types';

const databases = testDatabases();

describe.each(databases.eachSupportedId())('the journal on %p', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(id);
    await migrateTestDatabase(knex);
  });

  afterEach(async () => {
    await knex.destroy();
  });

  const keyed = (
    key: string,
    more: Partial<BeginOptions<object>> & { bodyMacs?: string[] } = {},
  ) => {
    const { bodyMacs = ['mac'], ...options } = more;
    return beginOptions({ ...options, idempotency: { key, bodyMacs } });
  };
  const operationOf = (begun: Begun<object>): Operation<object> => {
    if (!('operation' in begun)) {
      throw new Error(`The operation is ${begun.outcome}`);
    }
    return begun.operation;
  };
  const end = (journal: Journal, begun: Begun<object>, state = 'done') =>
    journal.end(operationOf(begun), state as 'done' | 'undone', {
      record: recordEntry(state === 'done' ? 'success' : 'failure'),
    });
  const rows = async () =>
    (await knex('record').orderBy('seq')).map(({ outcome, error_code: code }) =>
      code ? `${outcome} ${code}` : outcome,
    );

  it('gives a name to one of many replicas, with a row of the record for each', async () => {
    const replicas = [1, 2, 3, 4].map(() => startReplica(knex).journal);
    const begun = await Promise.all(
      replicas.flatMap(journal => [
        journal.begin(beginOptions()),
        journal.begin(beginOptions()),
      ]),
    );
    const winners = begun.filter(({ outcome }) => outcome === 'begun');
    expect(winners).toHaveLength(1);
    expect(begun.filter(({ outcome }) => outcome === 'locked')).toHaveLength(7);
    expect((await rows()).sort()).toEqual([
      ...Array.from({ length: 7 }, () => 'failure OperationInProgress'),
      'intent',
    ]);
    expect(
      (await replicas[0].begin(beginOptions({ name: 'other' }))).outcome,
    ).toBe('begun');
    await end(replicas[3], winners[0]);
    expect((await replicas[1].begin(beginOptions())).outcome).toBe('begun');
  });

  it('tells what ended, newest first, all of it or only what ended in one way', async () => {
    let now = Date.now();
    const { journal } = startReplica(knex, { now: () => now });
    for (const [name, state] of [
      ['first', 'undone'],
      ['second', 'done'],
      ['third', 'undone'],
    ]) {
      const begun = await journal.begin(beginOptions({ name }));
      now += 1_000;
      await end(journal, begun as Begun<object>, state);
    }
    await journal.begin(beginOptions({ name: 'running' }));
    const names = (operations: Operation[]) =>
      operations.map(({ name }) => name);
    const { kind } = beginOptions();
    expect(names(await journal.closed(9))).toEqual([
      'third',
      'second',
      'first',
    ]);
    const undone = { kind, state: 'undone' } as const;
    expect(names(await journal.closed(9, undone))).toEqual(['third', 'first']);
    expect(names(await journal.closed(1, undone))).toEqual(['third']);
    expect(await journal.closed(9, { kind, state: 'running' })).toEqual([]);
  });

  it('T22: goes on with one operation before it is due, but never beside whoever may still be at work on it', async () => {
    let now = Date.now();
    const [first, second] = [1, 2].map(
      () => startReplica(knex, { now: () => now }).journal,
    );
    const operation = operationOf(await first.begin(beginOptions()));
    expect((await second.running('payments', 'token'))?.id).toBe(operation.id);
    expect(await second.running('payments', 'other')).toBeUndefined();
    expect(await second.claim(operation.id)).toBeUndefined();
    await first.release(operation, { cause: 'Timeout', delayMs: 600_000 });
    expect(await second.claimDue()).toEqual([]);
    const claimed = await second.claim(operation.id);
    expect(claimed).toMatchObject({ id: operation.id, fence: 2, attempts: 2 });
    expect(await first.claim(operation.id)).toBeUndefined();
    await expect(first.renew(operation)).rejects.toThrow('taken over');

    await second.release(claimed!, { cause: 'Timeout', delayMs: 600_000 });
    expect(await first.hasten(operation.id, recordEntry('intent'))).toBe(true);
    const [due] = await first.claimDue();
    expect(due).toMatchObject({ id: operation.id, fence: 3 });
    now += 10_000;
    await first.end(due, 'done', { record: recordEntry('success') });
    expect(await first.hasten(operation.id, recordEntry('intent'))).toBe(false);
    expect(await second.claim(operation.id)).toBeUndefined();
    expect(await rows()).toEqual(['intent', 'intent', 'success']);
  });

  it('T22: nobody hastens what its owner gave back before his last call has landed', async () => {
    let now = Date.now();
    const { journal } = startReplica(knex, { now: () => now });
    const operation = operationOf(await journal.begin(beginOptions()));
    await journal.release(operation, {
      cause: 'Timeout',
      delayMs: 600_000,
      mayLand: true,
    });
    expect(await journal.hasten(operation.id)).toBe(true);
    now += journal.times.requestTimeout - 1;
    expect(await journal.claim(operation.id)).toBeUndefined();
    expect(await journal.claimDue()).toEqual([]);
    now += 1;
    expect(await journal.claim(operation.id)).toMatchObject({ fence: 2 });
  });

  it('T22: an amended operation is fenced off from whoever works on it, and waits until his last call has landed', async () => {
    let now = Date.now();
    const [first, second] = [1, 2].map(
      () => startReplica(knex, { now: () => now }).journal,
    );
    const operation = operationOf(await first.begin(beginOptions()));
    const amended = await second.amend(
      operation,
      { otherwise: true },
      recordEntry('intent'),
    );
    expect(amended).toMatchObject({ fence: 2, intent: { otherwise: true } });
    await expect(first.beginStep(operation, 'late')).rejects.toThrow(
      'taken over',
    );
    expect(
      await first.amend(operation, { again: true }, recordEntry('intent')),
    ).toBeUndefined();
    expect(await second.claim(operation.id)).toBeUndefined();
    now += 1_000 + 500;
    const claimed = await second.claim(operation.id);
    expect(claimed).toMatchObject({ fence: 3, intent: { otherwise: true } });
    expect(await rows()).toEqual(['intent', 'intent']);
  });

  it('T21: a key is one request, of one caller, whatever replica it meets', async () => {
    const [one, two] = [1, 2].map(() => startReplica(knex).journal);
    const both = await Promise.all([
      one.begin(keyed('k')),
      two.begin(keyed('k')),
    ]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual([
      'begun',
      'repeated',
    ]);
    expect(operationOf(both[0]).id).toBe(operationOf(both[1]).id);
    expect((await two.begin(keyed('k', { bodyMacs: ['else'] }))).outcome).toBe(
      'mismatch',
    );
    // made with a key that signs no more
    expect(
      (await two.begin(keyed('k', { bodyMacs: ['new', 'mac'] }))).outcome,
    ).toBe('repeated');
    // another name, kind or caller under the same key
    expect(
      (await two.begin(keyed('k', { name: 'n', bodyMacs: ['else'] }))).outcome,
    ).toBe('mismatch');
    expect(
      (await two.begin(keyed('k', { actor: 'user:default/else' }))).outcome,
    ).toBe('locked');
    expect(
      (await two.begin(keyed('k', { actor: 'user:default/else', name: 'n' })))
        .outcome,
    ).toBe('begun');
    expect(await rows()).toEqual([
      'intent',
      'failure IdempotencyMismatch',
      'failure IdempotencyMismatch',
      'failure OperationInProgress',
      'intent',
    ]);
  });

  it('T21: a request is recalled before anything is looked at, and refused with a row when it is another one', async () => {
    const [one, two] = [1, 2].map(() => startReplica(knex).journal);
    expect(await one.recall(keyed('k'))).toBeUndefined();
    expect(await one.recall(beginOptions())).toBeUndefined();
    const begun = await one.begin(keyed('k'));
    expect(await two.recall(keyed('k'))).toMatchObject({
      outcome: 'repeated',
      operation: { id: operationOf(begun).id },
    });
    expect(await two.recall(keyed('k', { bodyMacs: ['else'] }))).toEqual({
      outcome: 'mismatch',
    });
    expect(
      await two.recall(keyed('k', { actor: 'user:default/else' })),
    ).toBeUndefined();
    await end(one, begun, 'undone');
    expect(await two.recall(keyed('k'))).toBeUndefined();
    expect(await rows()).toEqual([
      'intent',
      'failure IdempotencyMismatch',
      'failure',
    ]);
  });

  it('T21: a key is free again when its request was undone, or after its time', async () => {
    let now = Date.now();
    const { journal } = startReplica(knex, { now: () => now });
    await end(journal, await journal.begin(keyed('k')), 'undone');
    const again = await journal.begin(keyed('k', { bodyMacs: ['else'] }));
    expect(again.outcome).toBe('begun');
    await end(journal, again);
    expect((await journal.begin(keyed('k'))).outcome).toBe('mismatch');
    now += journal.times.idempotencyTtl + 1;
    expect((await journal.begin(keyed('k'))).outcome).toBe('begun');
  });

  it('tells what runs or ended lately, and forgets what nobody can ask for', async () => {
    let now = Date.now();
    const times = { overlay: 10_000, idempotencyTtl: 60_000 };
    const { journal } = startReplica(knex, { times, now: () => now });
    const names = async () => (await journal.recent()).map(({ name }) => name);
    const ended = await journal.begin(beginOptions({ name: 'ended' }));
    await end(journal, ended);
    now += 1;
    await journal.begin(beginOptions({ name: 'running' }));
    expect(await names()).toEqual(['ended', 'running']);
    const { namespace } = beginOptions();
    const [one, ...others] = await journal.recent({ namespace, name: 'ended' });
    expect([one.name, others]).toEqual(['ended', []]);
    expect(await journal.get(operationOf(ended).id)).toMatchObject({
      state: 'done',
      endedAt: expect.any(Date),
      startedAt: expect.any(Date),
    });
    now += times.overlay;
    expect(await names()).toEqual(['running']);
    await journal.forget();
    expect(await knex('operations')).toHaveLength(2);
    now += times.idempotencyTtl;
    await journal.forget();
    expect(await names()).toEqual(['running']);
    expect(await knex('operations')).toHaveLength(1);
  });

  it('gives back what is not ended at the time it is to be tried again', async () => {
    let now = Date.now();
    const { journal } = startReplica(knex, { now: () => now });
    const operation = operationOf(await journal.begin(beginOptions()));
    await journal.release(operation, {
      cause: 'PlaneUnreachable',
      delayMs: 5_000,
    });
    now += 4_999;
    expect(await journal.claimDue()).toEqual([]);
    now += 1;
    expect(await journal.claimDue()).toMatchObject([
      { id: operation.id, fence: 2, cause: 'PlaneUnreachable' },
    ]);
    expect((await journal.begin(beginOptions())).outcome).toBe('locked');
  });
});
