import { startRealCluster } from '../startRealCluster';

/** Starts the clusters that its arguments name, without External Secrets, and tells its parent their folder. */
startRealCluster({
  clusters: process.argv.slice(2),
  withoutExternalSecrets: true,
}).then(
  ({ folder }) => process.send?.(folder),
  error => {
    console.error(error.message);
    process.exit(1);
  },
);
