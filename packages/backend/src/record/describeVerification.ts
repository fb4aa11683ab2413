import { RecordVerification } from '@strongroom/backstage-plugin-secrets-backend';

const REASONS: Record<
  NonNullable<RecordVerification['broken']>['why'],
  string
> = {
  edited: 'does not carry the seal that it and the rows before it give',
  missing: 'is missing, and later ones are there',
  'unknown-key': 'is sealed with a key that is not configured',
  cut: 'and those after it have been cut off',
};

/** Says in one sentence what a verification found. */
export function describeVerification({
  rows,
  broken,
  notAnchored,
}: RecordVerification): string {
  if (broken) {
    return `The record is broken: row ${broken.seq} ${
      REASONS[broken.why]
    }; ${rowsOf(rows)} before it hold.`;
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
