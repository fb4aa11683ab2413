import { KubernetesClient } from '@strongroom/backstage-plugin-secrets-node';
import { RemoteKeyRules } from '../objects/RemoteKeyRules';

/** What every step works with. */
export interface StepTools {
  /** For effects and their reads: of the caller where the cluster is to see him. */
  kubernetes: KubernetesClient;
  /** Of the portal itself, for namespaces and for taking back. */
  account: KubernetesClient;
  /** `ClusterSecretStore` of the plane. */
  storeName?: string;
  /** Further ones, for what is made from now on. */
  alsoPushTo: readonly string[];
  remoteKeys: RemoteKeyRules;
  /** Milliseconds that a step waits for External Secrets before it gives up until the next run. */
  patienceMs: number;
}
