/**
 * One part of a path: nothing that a server or a client on the way might read as a way up, a folder, an escape or the
 * end of the path.
 */
const SEGMENT = /^[A-Za-z0-9_][-A-Za-z0-9_.]*$/;

/** Says why a text cannot be a path of a store; `undefined` when it can. */
export function explainLinkPath(path: string): string | undefined {
  return path.split('/').every(segment => SEGMENT.test(segment))
    ? undefined
    : 'A path is made of letters, digits, dashes, underscores and dots between slashes; no part may be empty or begin with a dot or a dash.';
}
