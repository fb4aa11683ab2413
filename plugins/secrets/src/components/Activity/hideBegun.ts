import { Activity } from '@strongroom/backstage-plugin-secrets-common';

/**
 * Leaves out the row that was written before an operation, where the row that tells its end is there too.
 * @param rows - newest first
 * @internal
 */
export function hideBegun(rows: Activity[]): Activity[] {
  const ended = new Set(
    rows.filter(({ outcome }) => outcome !== 'intent').map(workOf),
  );
  return rows.filter(
    row => row.outcome !== 'intent' || !ended.has(workOf(row)),
  );
}

/** What a row is about: an operation, or what a request did by itself, such as a repair that only pushes again. */
function workOf(row: Activity): string {
  const { operationId, correlationId, action, namespace, name } = row;
  return operationId ?? [correlationId, action, namespace, name].join(' ');
}
