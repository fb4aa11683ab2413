import {
  explainBroken,
  RecordVerification,
} from '@strongroom/backstage-plugin-secrets-backend';

/** Says in one sentence what a verification found. */
export function describeVerification({
  rows,
  broken,
  notAnchored,
}: RecordVerification): string {
  if (broken) {
    return `The record is broken: ${explainBroken(broken)}; ${rowsOf(
      rows,
    )} before it hold.`;
  }
  const anchoring =
    notAnchored === 0
      ? 'its end is anchored'
      : `${rowsOf(notAnchored)} at its end are not anchored yet`;
  return `The record is intact: it has ${rowsOf(rows)}, and ${anchoring}.`;
}

function rowsOf(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}
