import { RecordedActor } from '../../record';
import { RecordedSecret } from '../../secrets/operations/recordOperation';
import { IdentifiedFinding } from '../FindFindings';

/** What the rows of the record say of a finding. */
export function recordedOf(finding: IdentifiedFinding): RecordedSecret {
  const { namespace, name, keys, plane, row } = finding;
  return row ?? { namespace, name, keys, targetPlane: plane };
}

/** Who had it repaired, with the reason that he gave: each row of the record has both. */
export function reasoned(
  caller: RecordedActor,
  reason: string | undefined,
): RecordedActor & { reason?: string } {
  return reason === undefined ? caller : { ...caller, reason };
}
