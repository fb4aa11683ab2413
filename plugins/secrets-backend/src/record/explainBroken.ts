import { RecordVerification } from './verifyRecord';

const REASONS: Record<
  NonNullable<RecordVerification['broken']>['why'],
  string
> = {
  edited: 'does not carry the seal that it and the rows before it give',
  missing: 'is missing, and later ones are there',
  'unknown-key': 'is sealed with a key that is not configured',
  cut: 'and those after it have been cut off',
};

/** Says where and why a chain does not hold, as half a sentence: "row 5 is missing, and later ones are there". @public */
export function explainBroken({
  seq,
  why,
}: NonNullable<RecordVerification['broken']>): string {
  return `row ${seq} ${REASONS[why]}`;
}
