/**
 * Says how fast a record of 1,000,000 rows is verified, and how much memory that takes beyond what stood before, as JSON.
 * Run: `node --expose-gc --require @backstage/cli/config/nodeTransform.cjs src/record/verifyRecord.bench.ts`
 */
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import knexFactory, { Knex } from 'knex';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordKeys, UnsignedRow } from './RecordKeys';
import { RecordRow } from './types';
import { verifyRecord } from './verifyRecord';

const ROWS = 1_000_000;
const CHUNK = 500;
const MEGABYTE = 2 ** 20;
const KEYS = RecordKeys.create(['k'.repeat(32)]);

/** A row as a create leaves it. */
function rowAt(seq: number): UnsignedRow {
  return {
    seq,
    time: new Date(Date.UTC(2026, 0, 1) + seq * 1000).toISOString(),
    actor: `user:default/developer-${seq % 500}`,
    principal: 'user',
    ip: '::ffff:127.0.0.1',
    action: 'secret-create',
    namespace: `namespace-${seq % 200}`,
    name: `secret-${seq % 100_000}`,
    attributes: '{"type":"Opaque","category":"generic"}',
    keys: '["password","username"]',
    plane: 'ClusterDataPlane/default',
    outcome: seq % 2 ? 'intent' : 'success',
    error_code: null,
    reason: null,
    correlation_id: '00000000-0000-4000-8000-000000000000',
    operation_id: '00000000-0000-4000-8000-000000000000',
    key_id: KEYS.signingKeyId,
  };
}

async function fill(knex: Knex | Knex.Transaction): Promise<void> {
  let mac = '';
  for (let seq = 0; seq < ROWS; ) {
    const rows: RecordRow[] = [];
    while (rows.length < CHUNK) {
      seq += 1;
      const row = rowAt(seq);
      mac = KEYS.mac(row, mac)!;
      rows.push({ ...row, mac });
    }
    await knex('record').insert(rows);
  }
  await knex('record_head').update({ seq: ROWS, mac });
}

async function main(folder: string): Promise<void> {
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: join(folder, 'record.sqlite') },
    useNullAsDefault: true,
  });
  await knex.raw('PRAGMA synchronous = OFF');
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@strongroom/backstage-plugin-secrets-backend',
      'migrations',
    ),
  });
  await knex.raw('PRAGMA cache_size = -500000');
  await knex.transaction(transaction => fill(transaction));
  await knex.raw('PRAGMA cache_size = -2000');
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  knex.on('query', () => {
    most = Math.max(most, process.memoryUsage().heapUsed - before);
  });
  const started = performance.now();
  const { intact, rows } = await verifyRecord({ knex, keys: KEYS });
  const milliseconds = performance.now() - started;
  await knex.destroy();
  if (!intact || rows !== ROWS) {
    throw new Error(`Only ${rows} rows are intact`);
  }
  const megabytes = Math.ceil(most / MEGABYTE);
  process.stdout.write(
    `${JSON.stringify({ rows, milliseconds, megabytes })}\n`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'record-bench-'));
main(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
