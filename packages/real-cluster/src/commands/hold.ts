import { openChoreoDefinitions } from '@strongroom/embedded-cluster';
import { holdRealCluster } from '../holder';

/** The control plane serves as a plane too, so External Secrets runs in every cluster. */
const clusters = ['control-plane', 'plane-1', 'plane-2'];

/**
 * Starts the clusters that all suites of the real world share, tells its parent the file that describes them, and keeps
 * them until it is told to stop or its parent is gone.
 */
async function hold(): Promise<void> {
  const held = await holdRealCluster({
    clusters,
    definitions: openChoreoDefinitions,
    // Else lists go on from memory, and their tokens never expire.
    apiServerFlags: ['--feature-gates=ListFromCacheSnapshot=false'],
  });
  const stop = () => {
    held.stop().then(
      () => process.exit(),
      error => fail(error),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, stop);
  }
  process.once('disconnect', stop);
  process.send?.({ file: held.file });
}

function fail(error: Error): void {
  console.error(error.message);
  process.exit(1);
}

hold().catch(fail);
