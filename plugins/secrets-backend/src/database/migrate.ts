import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

/**
 * Brings the plugin's database to the present schema.
 *
 * @returns the connection, ready for use
 */
export async function migrate(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  if (!database.migrations?.skip) {
    await knex.migrate.latest({
      directory: resolvePackagePath(
        '@strongroom/backstage-plugin-secrets-backend',
        'migrations',
      ),
    });
  }
  return knex;
}
