import { SecretRow } from './types';

/** Between parts, so that nothing is found across them. */
const SEPARATOR = '\u0000';

/** Lower-case key names, labels and plane of a row: equal for many rows, so that it costs them next to nothing. */
export function searchText({ keys, labels, targetPlane }: SecretRow): string {
  const parts = [...keys];
  for (const [key, value] of Object.entries(labels)) {
    parts.push(`${key}=${value}`);
  }
  if (targetPlane) {
    parts.push(`${targetPlane.kind}/${targetPlane.name}`);
  }
  return parts.join(SEPARATOR).toLowerCase();
}
