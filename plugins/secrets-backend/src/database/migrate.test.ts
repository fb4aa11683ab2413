import createKnex, { Knex } from 'knex';
import { DatabaseService } from '@backstage/backend-plugin-api';
import { testDatabases } from '../operations/__testUtils__/journalBed';
import { migrate } from './migrate';

const REPLICAS = 6;
const databases = testDatabases();

const serviceOf = (knex: Knex, skip?: boolean): DatabaseService => ({
  getClient: async () => knex,
  ...(skip !== undefined && { migrations: { skip } }),
});

describe.each(databases.eachSupportedId())('the schema on %p', id => {
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(id);
  });

  afterEach(async () => {
    await knex.destroy();
  });

  it('is made once, and a later start finds nothing to do', async () => {
    expect(await migrate(serviceOf(knex))).toBe(knex);
    const made = await knex('knex_migrations').select('name');
    expect(made.length).toBeGreaterThan(0);
    await migrate(serviceOf(knex));
    expect(await knex('knex_migrations').select('name')).toEqual(made);
    expect(await knex('operations')).toEqual([]);
  });

  it('is left to somebody else where the portal says so', async () => {
    await migrate(serviceOf(knex, true));
    expect(await knex.schema.hasTable('operations')).toBe(false);
  });

  if (id === 'POSTGRES_15') {
    it('T21: is made by one of several replicas that start at once on an empty database', async () => {
      const replicas = Array.from({ length: REPLICAS }, () =>
        createKnex(knex.client.config),
      );
      try {
        await Promise.all(replicas.map(each => migrate(serviceOf(each))));
        const made = await knex('knex_migrations').select('name');
        expect(new Set(made.map(({ name }) => name)).size).toBe(made.length);
        // more than one row would lock the next migration out
        expect(await knex('knex_migrations_lock')).toHaveLength(1);
        await migrate(serviceOf(replicas[0]));
      } finally {
        await Promise.all(replicas.map(each => each.destroy()));
      }
    });
  }
});
