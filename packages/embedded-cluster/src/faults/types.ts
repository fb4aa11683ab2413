/** What a client wants, read from its request line. @public */
export interface ApiRequest {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete` or `deletecollection`; for other paths the lower-case method. */
  verb: string;
  group: string;
  version: string;
  /** Plural; empty for paths that are no resource. */
  resource: string;
  subresource: string;
  namespace: string;
  name: string;
  path: string;
}

/** Requests that a fault applies to; what is absent matches all. @public */
export interface FaultMatch {
  verb?: string;
  group?: string;
  resource?: string;
  subresource?: string;
  namespace?: string;
  name?: string;
  /** How many matching requests it hits before it is used up; absent: all. */
  times?: number;
}

/**
 * What happens to a matching request.
 *
 * @public
 */
export type FaultEffect =
  /** Waits, then goes on as usual. */
  | { type: 'latency'; milliseconds: number }
  /** The connection breaks before anything was done. */
  | { type: 'refuse' }
  /** Everything is done, then the connection breaks without an answer. */
  | { type: 'cutAfter' }
  /** Nothing is done; status 200 with bytes that are no JSON. */
  | { type: 'garbage'; bytes?: string }
  /** Nothing is done and no answer comes until the client or the server goes away. */
  | { type: 'hang' }
  /** Nothing is done; an error answer, with the request body in its message and causes when `echoBody` is set. */
  | {
      type: 'status';
      code: number;
      reason?: string;
      message?: string;
      echoBody?: boolean;
      /** Seconds of the `Retry-After` header. */
      retryAfter?: number;
    };

/** @public */
export interface Fault {
  match: FaultMatch;
  effect: FaultEffect;
}
