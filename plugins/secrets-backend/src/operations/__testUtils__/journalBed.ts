import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { migrate } from '../../database/migrate';
import { RecordEntry, RecordKeys, SecretsRecord } from '../../record';
import { Journal } from '../Journal';
import { BeginOptions, JournalTimes } from '../types';

const POSTGRES = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

/** Databases that tests of journal and record run on: always SQLite, PostgreSQL where one is given. */
export function testDatabases(): TestDatabases {
  const databases = TestDatabases.create({
    ids: ['SQLITE_3', 'POSTGRES_15'],
    disableDocker: true,
  });
  if (!databases.supports('POSTGRES_15')) {
    process.stdout.write(
      `Left out, ${POSTGRES} is not set: journal and record on PostgreSQL\n`,
    );
  }
  return databases;
}

/** Brings an empty database to the present schema. */
export async function migrateTestDatabase(knex: Knex): Promise<void> {
  await migrate({ getClient: async () => knex });
}

export const TEST_KEYS = RecordKeys.create(['k'.repeat(32)]);

/** A replica's own record and journal on a database that others share. */
export function startReplica(
  knex: Knex,
  options: {
    times?: Partial<JournalTimes>;
    timeoutMs?: number;
    now?: () => number;
  } = {},
): { record: SecretsRecord; journal: Journal } {
  const record = SecretsRecord.create({
    knex,
    keys: TEST_KEYS,
    logger: mockServices.logger.mock(),
    timeoutMs: options.timeoutMs,
  });
  const journal = Journal.create({
    record,
    now: options.now,
    times: {
      lease: 1_000,
      requestTimeout: 500,
      overlay: 60_000,
      idempotencyTtl: 60_000,
      ...options.times,
    },
  });
  return { record, journal };
}

/** What begins an operation of nobody in particular. */
export function beginOptions(
  options: Partial<BeginOptions<object>> = {},
): BeginOptions<object> {
  const { kind = 'create', namespace = 'payments', name = 'token' } = options;
  return {
    kind,
    namespace,
    name,
    intent: {},
    actor: 'user:default/someone',
    correlationId: 'c',
    record: (outcome, errorCode, operationId) => ({
      ...recordEntry(outcome),
      namespace,
      name,
      errorCode,
      operationId,
    }),
    ...options,
  };
}

/** A row of nobody in particular. */
export function recordEntry(outcome: RecordEntry['outcome']): RecordEntry {
  return {
    actor: 'user:default/someone',
    principal: 'user',
    correlationId: 'c',
    action: 'secret-create',
    outcome,
  };
}
