const NUMERIC = /^\d+$/;

/**
 * The later of two resource versions of one kind of object; one that is no number is never later.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
 */
export function laterVersion(
  left: string | undefined,
  right: string | undefined,
): string | undefined {
  return isAtLeast(left, right) || !right || !NUMERIC.test(right)
    ? left
    : right;
}

/** Whether a resource version is known to be as late as another. */
export function isAtLeast(
  version: string | undefined,
  other: string | undefined,
): boolean {
  if (!version || !other || !NUMERIC.test(version) || !NUMERIC.test(other)) {
    return false;
  }
  return version.length === other.length
    ? version >= other
    : version.length > other.length;
}
