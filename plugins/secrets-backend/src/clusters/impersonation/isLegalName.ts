const LONGEST = 512;

/**
 * Whether a cluster may be told to see somebody of that name. It goes into a header as it is, so it is visible ASCII
 * without spaces; names that begin with `system:` are the cluster's own.
 */
export function isLegalName(name: string): boolean {
  return (
    name.length <= LONGEST &&
    /^[\x21-\x7e]+$/.test(name) &&
    !/^system:/i.test(name)
  );
}
