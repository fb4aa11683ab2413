import { ReferenceEntry } from './ReferenceTable';
import { SecretFilters, SecretRow } from './types';

const DAY_MS = 86_400_000;

/** Makes the test of all filters but the state, which is not the reference's. */
export function filterMatcher(
  filters: SecretFilters,
  now: Date,
): (entry: ReferenceEntry) => boolean {
  const { type, category, plane, expiringWithin } = filters;
  const text = filters.q?.trim().toLowerCase();
  return ({ row, search }) =>
    (type === undefined || row.type === type) &&
    (category === undefined || row.category === category) &&
    (plane === undefined || isOnPlane(row, plane)) &&
    (expiringWithin === undefined || expiresWithin(row, expiringWithin, now)) &&
    (!text || row.name.includes(text) || search.includes(text));
}

/** Whether a secret has expired or will within so many days. */
export function expiresWithin(
  { expiresAt }: SecretRow,
  days: number,
  now: Date,
): boolean {
  return (
    expiresAt !== undefined &&
    Date.parse(expiresAt) <= now.getTime() + days * DAY_MS
  );
}

function isOnPlane({ targetPlane }: SecretRow, plane: string): boolean {
  return (
    targetPlane !== undefined &&
    plane.length === targetPlane.kind.length + 1 + targetPlane.name.length &&
    plane.startsWith(targetPlane.kind) &&
    plane.endsWith(`/${targetPlane.name}`)
  );
}
