import { ApiRequest } from '../../faults';
import { StoredEvent } from '../../storage/StoredObject';

/** A request with everything that its answer depends on. @internal */
export interface HttpRequest extends ApiRequest {
  query: URLSearchParams;
  accept: string;
  contentType: string;
  userAgent: string;
  body: Buffer;
}

/** An answer that is complete. @public */
export interface HttpAnswer {
  code: number;
  contentType: string;
  body: string | Buffer;
  headers?: Record<string, string>;
}

/** An answer that goes on: the events of a watch. @internal */
export interface HttpStream {
  /**
   * Begins to tell events.
   *
   * @returns ends the watch
   * @throws StatusError
   */
  start(send: (line: string) => void): () => void;
  /** Gives the line that tells how far the watch has come; `undefined` when that is no news, or nobody asked for it. */
  bookmark(): string | undefined;
  timeoutSeconds: number;
}

/** Turns a change into the line that tells it. @internal */
export type EventWriter = (event: StoredEvent) => string;
