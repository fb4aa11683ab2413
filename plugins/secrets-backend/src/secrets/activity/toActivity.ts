import { Activity } from '@strongroom/backstage-plugin-secrets-common';
import { RecordRow } from '../../record';

/** A row as it is shown: without its address, which nobody needs who looks for what was done. */
export function toActivity(row: RecordRow): Activity {
  return {
    seq: Number(row.seq),
    time: row.time,
    actor: row.actor,
    principal: row.principal as Activity['principal'],
    action: row.action as Activity['action'],
    ...(row.namespace !== null && { namespace: row.namespace }),
    ...(row.name !== null && { name: row.name }),
    ...(row.keys !== null && { keys: JSON.parse(row.keys) }),
    ...(row.plane !== null && { plane: row.plane }),
    outcome: row.outcome as Activity['outcome'],
    ...(row.error_code !== null && { errorCode: row.error_code }),
    ...(row.reason !== null && { reason: row.reason }),
    correlationId: row.correlation_id,
    ...(row.operation_id !== null && { operationId: row.operation_id }),
  };
}
