import {
  SecretDetails,
  SecretSummary,
  StoreCapabilities,
} from '@strongroom/backstage-plugin-secrets-common';
import { DeliveryPath, DeliveryView } from '../../delivery';
import { SecretRow } from '../../references';

/** What of a secret the caller may do. */
export type RowPermissions = SecretSummary['permissions'];

/** OpenChoreo alone changes its git secrets of the older kind. */
const READ_ONLY: RowPermissions = { update: false, delete: false };

/** A row as the contract shows it. */
export function toSummary(
  row: SecretRow,
  delivery: DeliveryView,
  permissions: RowPermissions,
): SecretSummary {
  return {
    namespace: row.namespace,
    name: row.name,
    type: row.type,
    category: row.category,
    ...(row.targetPlane && { targetPlane: row.targetPlane }),
    keys: row.keys,
    labels: row.labels,
    ...(row.description && { description: row.description }),
    ...(row.owner && { owner: row.owner }),
    ...(row.expiresAt && { expiresAt: row.expiresAt }),
    createdAt: row.createdAt,
    ...(row.updatedAt && { updatedAt: row.updatedAt }),
    ...(row.updatedBy && { updatedBy: row.updatedBy }),
    managed: row.managed,
    source: row.source,
    delivery: toDeliveryState(delivery),
    permissions: row.legacyGit ? READ_ONLY : permissions,
  };
}

/** A state as the contract shows it. */
export function toDeliveryState({
  state,
  since,
  message,
}: DeliveryView): SecretSummary['delivery'] {
  return { state, since: since.toISOString(), ...(message && { message }) };
}

/** A secret in full, as the contract shows it; the path in the store only to who may update it. */
export function toDetails(options: {
  row: SecretRow;
  delivery: DeliveryPath;
  permissions: RowPermissions;
  etag: string;
  driver?: { id: string; capabilities: StoreCapabilities };
  /** Public halves of the key pairs that this request made. */
  generated?: SecretDetails['generated'];
  warnings: SecretDetails['warnings'];
}): SecretDetails {
  const { row, delivery, permissions, etag, driver, generated, warnings } =
    options;
  return {
    ...toSummary(row, delivery, permissions),
    etag,
    ...(Object.keys(row.storedAs).length > 0 && { storedAs: row.storedAs }),
    ...(driver && { driver: driver.id, capabilities: driver.capabilities }),
    remoteRefs: row.remoteRefs.map(({ secretKey, key, property, version }) => ({
      secretKey,
      ...(permissions.update && { key }),
      ...(property && { property }),
      ...(version && { version }),
    })),
    ...(row.refreshInterval && { refreshInterval: row.refreshInterval }),
    ...(generated && { generated }),
    deliverySteps: delivery.steps,
    warnings,
  };
}
