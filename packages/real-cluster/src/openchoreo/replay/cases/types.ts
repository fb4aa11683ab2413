/** A request, and what openchoreo-api 1.2.3 was seen to answer. */
export interface ReplayCase {
  /** `plain/…` ran without authorization, `with-roles/…` with it. */
  name: string;
  method: string;
  /** With `{cursor}` where the one of the case before goes. */
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON; a text or bytes as they are. */
  body?: unknown;
  status: number;
  /** Absent where the answer has none. */
  contentType?: string;
  allow?: string;
  /** Of the body, a cursor not counted. */
  bytes: number;
  /** What the body holds, with uids, times, ports and cursors as {@link normalize} writes them. */
  answer: unknown;
}
