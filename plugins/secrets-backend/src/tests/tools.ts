import { TestDatabases } from '@backstage/backend-test-utils';
import { spawnSync } from 'node:child_process';

/** A database of a test on PostgreSQL. */
export interface TestDatabase {
  address: string;
  /** Address of the server, by which the database itself can be changed. */
  server: string;
}

// By the global object, because lint takes a file with a plain `describe` for a test file.
const { describe: group } = globalThis;

/**
 * Groups tests that need a program of the machine. Without it they are named as left out, unless
 * `STRONGROOM_REQUIRE_TOOLS=1` says that all must run; then the group fails.
 */
export function describeWithTool(
  tool: string,
  title: string,
  tests: () => void,
): void {
  const missing = isInstalled(tool) ? undefined : `${tool} is not installed`;
  describeUnless(missing, title, tests);
}

const POSTGRES = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

/**
 * Groups tests that need PostgreSQL, by the variable that Backstage's own tests read; without it as
 * {@link describeWithTool} without the program.
 *
 * @param tests - makes a new empty database, which goes when the tests have ended
 */
export function describeOnPostgres(
  title: string,
  tests: (createDatabase: () => Promise<TestDatabase>) => void,
): void {
  const address = process.env[POSTGRES];
  const missing = address ? undefined : `${POSTGRES} is not set`;
  // outside the group, so that what uses a database ends before it is dropped
  const databases = TestDatabases.create({
    ids: ['POSTGRES_15'],
    disableDocker: true,
  });
  describeUnless(missing, title, () => {
    tests(async () => {
      const knex = await databases.init('POSTGRES_15');
      const own = new URL(address!);
      own.pathname = `/${knex.client.connectionSettings.database}`;
      return { address: own.href, server: address! };
    });
  });
}

function describeUnless(
  missing: string | undefined,
  title: string,
  tests: () => void,
): void {
  if (!missing) {
    group(title, tests);
  } else if (process.env.STRONGROOM_REQUIRE_TOOLS === '1') {
    group(title, () => {
      throw new Error(missing);
    });
  } else {
    process.stdout.write(`Left out, ${missing}: ${title}\n`);
    group.skip(`${title} (left out: ${missing})`, tests);
  }
}

function isInstalled(tool: string): boolean {
  return spawnSync(tool, ['-V'], { stdio: 'ignore' }).error === undefined;
}
