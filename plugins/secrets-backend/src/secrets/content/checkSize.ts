import { ContentFindings } from './ContentFindings';
import { ContentInput } from './types';

/**
 * Most bytes that the values of a Kubernetes Secret may have together.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#restriction-data-size
 */
export const MAX_SECRET_BYTES = 1_048_576;

/** Checks that what is to be stored fits Kubernetes, the driver and the plane. Keys are not counted. */
export function checkSize(
  { values, storedAs, capabilities, maxBytes }: ContentInput,
  findings: ContentFindings,
): void {
  const limit = Math.min(MAX_SECRET_BYTES, maxBytes ?? capabilities.maxBytes);
  let total = 0;
  for (const [key, value] of values) {
    const { length } = value.reveal();
    total += Object.hasOwn(storedAs, key) ? Math.ceil(length / 3) * 4 : length;
  }
  if (total > limit) {
    findings.errorOfAll(
      `All values together may have at most ${limit} bytes on this plane, base64 text counted as stored.`,
    );
  }
}
