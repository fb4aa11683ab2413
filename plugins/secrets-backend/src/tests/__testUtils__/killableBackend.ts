import { mockServices } from '@backstage/backend-test-utils';
import { createBackend } from '@backstage/backend-defaults';
import { createPortalFeatures, openDatabase } from './createPortalFeatures';
import { recordingLogger } from './recordingLogger';
import { permissionsFactory, teamsPolicy } from './testPolicy';

/** Tells how to start, as one JSON argument. */
export interface KillableBackendArguments {
  kubeconfig: string;
  /** A file, or the address of a database on PostgreSQL. */
  database: string;
  port: number;
  secrets: Record<string, unknown>;
  /** 2 seconds unless given. */
  clusterTimeout?: Record<string, number>;
}

/** A backend in a process of its own, for tests that kill it. */
async function main() {
  const { kubeconfig, database, port, secrets, clusterTimeout } = JSON.parse(
    process.argv[2],
  ) as KillableBackendArguments;
  const backend = createBackend();
  backend.add(mockServices.auth.factory());
  backend.add(mockServices.httpAuth.factory());
  const features = createPortalFeatures({
    kubeconfig,
    clusters: ['control-plane'],
    knex: openDatabase(database),
    logger: recordingLogger(),
    permissions: permissionsFactory({ policy: teamsPolicy }),
    clusterTimeout: clusterTimeout ?? { seconds: 2 },
    secrets,
    config: {
      backend: {
        baseUrl: `http://localhost:${port}`,
        listen: { port, host: '127.0.0.1' },
        database: { client: 'better-sqlite3', connection: ':memory:' },
      },
    },
  });
  for (const feature of features) {
    backend.add(feature);
  }
  await backend.start();
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
