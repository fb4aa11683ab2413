import { RepairingIntent } from '../../secrets/operations/intents';
import { DelegatedRepair, RepairFindingRequest } from './types';

/** What the journal keeps of it, so that a repetition is known. */
export function repairsOf({
  finding,
  action,
  offered,
}: RepairFindingRequest): NonNullable<RepairingIntent['repairs']> {
  return { finding: finding.id, action, changes: offered.changes };
}

/** What tells it from other requests. */
export function idempotencyOf({
  finding,
  action,
  reason,
  idempotencyKey,
}: RepairFindingRequest): DelegatedRepair['idempotency'] {
  return { key: idempotencyKey, body: [finding.id, action, reason] };
}
