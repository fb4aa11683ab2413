/** Something that is asked of the server, in words that may be shown. */
export interface BaoRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v1/`, every segment encoded. */
  path: string;
  /** Sent as JSON. */
  body?: unknown;
  contentType?: string;
  signal?: AbortSignal;
  /** What is done, such as `write the value`. */
  purpose: string;
  /** Asked of the server itself, not of one of its namespaces. */
  global?: boolean;
}

/** An answer, whatever its status. */
export interface BaoAnswer {
  status: number;
  /** Parsed; `undefined` when there was none. */
  body: unknown;
  /** Milliseconds that the server asks to wait. */
  retryAfterMs?: number;
}
