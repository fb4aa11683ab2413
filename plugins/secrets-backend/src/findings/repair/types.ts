import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import { SecretStore } from '@strongroom/backstage-plugin-secrets-node';
import { ReferenceClient } from '../../references';

/** What a repair works with. */
export interface RepairTools {
  references: ReferenceClient;
  store: SecretStore;
  /** Whether another plane of the namespace stands in the same cluster, so that its objects may be the ones meant. */
  sharesCluster(plane: PlaneRef): boolean;
}
