import {
  ManagedFields,
  RESOURCES,
} from '@strongroom/backstage-plugin-secrets-node';
import { SecretChanges } from '../delivery';
import { SecretRow } from '../references';
import { Effects } from './effects/CallerEffects';
import { SecretsContext } from './SecretsContext';

/** Secrets that are looked at for one answer; what more consumers write is told as unknown. */
const MOST_SECRETS = 50;
const PATIENCE_MS = 3_000;

/**
 * When the Secrets changed that pods read at their start, by metadata alone: a consumer that reads the store again tells
 * nothing of whether it found another value. What cannot be read is left out; without such pods nothing is asked.
 */
export async function readSecretChanges(
  { deliveries, planes }: SecretsContext,
  effects: Effects,
  row: SecretRow,
): Promise<SecretChanges> {
  const plane = row.targetPlane && planes.find(row.namespace, row.targetPlane);
  const kubernetes = plane && effects.clusterOf(plane);
  const changes = new Map<string, Date>();
  if (!kubernetes) {
    return changes;
  }
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const secrets = deliveries.secretsInUse(row).slice(0, MOST_SECRETS);
  await Promise.all(
    secrets.map(async ref => {
      const secret = await kubernetes
        .getMetadata(RESOURCES.secret, ref, { signal })
        .catch(() => undefined);
      const changedAt = lastChange(secret?.metadata.managedFields);
      if (changedAt) {
        changes.set(`${ref.namespace}/${ref.name}`, changedAt);
      }
    }),
  );
  return changes;
}

/** When a writer last changed the data; an update that changes nothing leaves its time as it is. */
function lastChange(fields: ManagedFields[] | undefined): Date | undefined {
  const times = (fields ?? [])
    .filter(({ fieldsV1 }) => fieldsV1 && 'f:data' in fieldsV1)
    .flatMap(({ time }) => {
      const at = Date.parse(time ?? '');
      return Number.isNaN(at) ? [] : at;
    });
  return times.length > 0 ? new Date(Math.max(...times)) : undefined;
}
