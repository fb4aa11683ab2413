import { Activity } from '@strongroom/backstage-plugin-secrets-common';

/**
 * Leaves out the row that was written before an operation, where the row that tells its end is there too.
 * @param rows - newest first
 * @internal
 */
export function hideBegun(rows: Activity[]): Activity[] {
  const ended = new Set(
    rows.flatMap(({ outcome, operationId }) =>
      outcome !== 'intent' && operationId ? [operationId] : [],
    ),
  );
  return rows.filter(
    ({ outcome, operationId }) =>
      outcome !== 'intent' || !operationId || !ended.has(operationId),
  );
}
