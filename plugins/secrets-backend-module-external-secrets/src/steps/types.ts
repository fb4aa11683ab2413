import { KubernetesClient } from '@strongroom/backstage-plugin-secrets-node';
import { RemoteKeyRules } from '../objects/RemoteKeyRules';

/** What every step works with. */
export interface StepTools {
  kubernetes: KubernetesClient;
  /** `ClusterSecretStore` of the plane. */
  storeName?: string;
  remoteKeys: RemoteKeyRules;
  /** Milliseconds that a step waits for External Secrets before it gives up until the next run. */
  patienceMs: number;
}
