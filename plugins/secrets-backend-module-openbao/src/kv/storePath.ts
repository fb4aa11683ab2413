/** One segment of a path; nothing that a server might read as a way up, a folder or an escape. */
const SEGMENT = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

/** Segments of a path in the mount; `undefined` when one of them is not of the form that we write. */
export function parsePath(path: string): string[] | undefined {
  const segments = path.split('/');
  return segments.every(isSegment) ? segments : undefined;
}

/** Whether a text can be one segment of a path. */
export function isSegment(text: string): boolean {
  return SEGMENT.test(text);
}

/** Each segment encoded by itself. */
export function encodePath(segments: readonly string[]): string {
  return segments.map(encodeURIComponent).join('/');
}
