import { TestDatabases } from '@backstage/backend-test-utils';
import { describeUnless } from '../tools';

const POSTGRES = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

/** A database of a test on PostgreSQL. */
export interface TestDatabase {
  address: string;
  /** Address of the server, by which the database itself can be changed. */
  server: string;
}

/**
 * Groups tests that need PostgreSQL, by the variable that Backstage's own tests read. Without it they are left out, as
 * those are that need a program of the machine.
 *
 * @param tests - makes a new empty database, which goes when the tests have ended
 */
export function describeOnPostgres(
  title: string,
  tests: (createDatabase: () => Promise<TestDatabase>) => void,
): void {
  const server = process.env[POSTGRES] ?? '';
  // outside the group, so that what uses a database ends before it is dropped
  const databases = TestDatabases.create({
    ids: ['POSTGRES_15'],
    disableDocker: true,
  });
  describeUnless(server ? undefined : `${POSTGRES} is not set`, title, () => {
    tests(async () => {
      const knex = await databases.init('POSTGRES_15');
      const own = new URL(server);
      own.pathname = `/${knex.client.connectionSettings.database}`;
      return { address: own.href, server };
    });
  });
}
