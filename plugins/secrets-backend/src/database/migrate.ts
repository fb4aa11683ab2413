import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

const MIGRATIONS = {
  directory: resolvePackagePath(
    '@strongroom/backstage-plugin-secrets-backend',
    'migrations',
  ),
};
/** What replicas of this plugin lock, whatever else is in their database. */
const LOCK = 'strongroom-migrations';

/**
 * Brings the plugin's database to the present schema. Of replicas that start together one does so, and the others wait
 * for it.
 *
 * @returns the connection, ready for use
 */
export async function migrate(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await migrateToLatest(knex);
  }
  return knex;
}

/**
 * The lock of Knex is a table that each replica makes where it finds none, so on an empty database one fails, or two rows
 * lock it for good. A lock of PostgreSQL is there already, and goes with the transaction of a process that dies.
 */
async function migrateToLatest(knex: Knex): Promise<void> {
  if (knex.client.config.client !== 'pg') {
    await knex.migrate.latest(MIGRATIONS);
    return;
  }
  await knex.transaction(async transaction => {
    await transaction.raw('select pg_advisory_xact_lock(hashtext(?))', [LOCK]);
    await transaction.migrate.latest(MIGRATIONS);
  });
}
