import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import knexFactory, { Knex } from 'knex';
import { PortalClient } from '../__testUtils__/PortalClient';
import { startBackend } from '../__testUtils__/startBackend';

jest.setTimeout(240_000);

let folder: string;
let recorded: string;
let copies = 0;

/** A portal in which something was recorded; each test spoils a copy of its state. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'strongroom-record-'));
  recorded = path.join(folder, 'recorded');
  const backend = await startBackend({
    STRONGROOM_STATE: recorded,
    STRONGROOM_EMPTY: '1',
  });
  try {
    const client = await PortalClient.signIn(backend.url, 'payments-dev');
    for (const name of ['first', 'second']) {
      const { status } = await client.call(
        'POST',
        'secrets/namespaces/payments/secrets',
        {
          name,
          type: 'Opaque',
          targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
          data: { token: { value: 'seven-bridges' } },
        },
      );
      if (status !== 201) {
        throw new Error(`A secret could not be made: ${status}`);
      }
    }
  } finally {
    await backend.stop();
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function spoiled(spoil: (knex: Knex) => Promise<unknown>) {
  copies += 1;
  const state = path.join(folder, `copy-${copies}`);
  cpSync(recorded, state, { recursive: true });
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: path.join(state, 'database', 'secrets.sqlite'),
    useNullAsDefault: true,
  });
  try {
    await spoil(knex);
  } finally {
    await knex.destroy();
  }
  return state;
}

/** Runs the command that `npm run record:verify` runs. */
function verify(state: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
      'src/record/command.ts',
      ...args,
    ],
    {
      cwd: resolvePackagePath('backend'),
      encoding: 'utf8',
      env: {
        ...process.env,
        NODE_ENV: 'development',
        STRONGROOM_STATE: state,
        // Jest's own must not lead the command to another database
        STRONGROOM_RECORD_KEY: '',
      },
    },
  );
  return { status, said: `${stdout}${stderr}`.trim() };
}

describe('the command that verifies the record', () => {
  it('finds the record of a portal intact, and its end where somebody else has seen it', async () => {
    let head = '';
    let rows = 0;
    const state = await spoiled(async knex => {
      const row = await knex('record_head').where({ id: 1 }).first();
      head = `${row.seq}:${row.mac}`;
      rows = row.seq;
    });
    expect(rows).toBeGreaterThanOrEqual(4);
    expect(verify(state)).toEqual({
      status: 0,
      said: `The record is intact: it has ${rows} rows, and ${rows} rows at its end are not anchored yet.`,
    });
    expect(verify(state, '--head', head)).toEqual({
      status: 0,
      said: `The record is intact: it has ${rows} rows, and its end is anchored.`,
    });
  });

  it('names the first row that was edited, is gone, or changed places', async () => {
    const edited = await spoiled(knex =>
      knex('record').where({ seq: 3 }).update({ actor: 'user:default/guest' }),
    );
    expect(verify(edited)).toEqual({
      status: 1,
      said: expect.stringMatching(
        /^The record is broken: row 3 does not carry the seal .* 2 rows before it hold\.$/,
      ),
    });
    const removed = await spoiled(knex =>
      knex('record').where({ seq: 2 }).delete(),
    );
    expect(verify(removed)).toEqual({
      status: 1,
      said: expect.stringContaining('row 2 is missing'),
    });
    const swapped = await spoiled(async knex => {
      for (const [from, to] of [
        [2, -1],
        [3, 2],
        [-1, 3],
      ]) {
        await knex('record').where({ seq: from }).update({ seq: to });
      }
    });
    expect(verify(swapped)).toEqual({
      status: 1,
      said: expect.stringContaining('row 2 does not carry the seal'),
    });
  });

  it('finds a tail that was cut off, with a head from elsewhere even when the last head was cut as well', async () => {
    let head = '';
    let rows = 0;
    const cut = await spoiled(async knex => {
      const row = await knex('record_head').where({ id: 1 }).first();
      head = `${row.seq}:${row.mac}`;
      rows = row.seq;
      await knex('record').where({ seq: rows }).delete();
    });
    expect(verify(cut)).toEqual({
      status: 1,
      said: expect.stringContaining(
        `row ${rows} and those after it have been cut off`,
      ),
    });
    const hidden = await spoiled(async knex => {
      await knex('record').where({ seq: rows }).delete();
      const last = await knex('record')
        .where({ seq: rows - 1 })
        .first();
      await knex('record_head')
        .where({ id: 1 })
        .update({ seq: last.seq, mac: last.mac });
    });
    expect(verify(hidden).status).toBe(0);
    expect(verify(hidden, '--head', head)).toEqual({
      status: 1,
      said: expect.stringContaining('cut off'),
    });
  });

  it('says what it needs when it cannot verify, and makes nothing', async () => {
    const nowhere = path.join(folder, 'nowhere');
    expect(verify(nowhere)).toEqual({
      status: 2,
      said: expect.stringContaining('The keys of this installation cannot be'),
    });
    expect(verify(recorded, '--head', '12')).toEqual({
      status: 2,
      said: expect.stringContaining('A head is the number of a row'),
    });
    const empty = await spoiled(knex => knex.schema.dropTable('record_head'));
    expect(verify(empty)).toEqual({
      status: 2,
      said: expect.stringContaining('The database holds no record'),
    });
  });
});
