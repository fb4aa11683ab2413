import { ApiRequest, FaultEffect } from '../faults';

/** A request as the server saw it. @public */
export interface LoggedRequest extends ApiRequest {
  query: Record<string, string>;
  contentType: string;
  accept: string;
  userAgent: string;
  /** 0 until it was answered, or when the connection broke instead. */
  status: number;
  /** What a fault did to it; waiting alone does not count. */
  fault?: Exclude<FaultEffect['type'], 'latency'>;
  /** Kept only with `recordBodies`. */
  body?: string;
}

/** @public */
export type RequestFilter = Partial<Omit<LoggedRequest, 'query' | 'body'>>;

/**
 * The requests that arrived, for tests that count them.
 *
 * @public
 */
export class RequestLog {
  #entries: LoggedRequest[] = [];
  readonly #limit: number;

  private constructor(limit: number) {
    this.#limit = limit;
  }

  /** @param limit - how many entries are kept, the newest win */
  static create(limit: number = 10_000): RequestLog {
    return new RequestLog(limit);
  }

  /** Notes what the faults that a request met do to it. @internal */
  static noteFaults(entry: LoggedRequest, effects: FaultEffect[]): void {
    for (const { type } of effects) {
      if (type !== 'latency') {
        entry.fault = type;
      }
    }
  }

  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }

  filter(filter: RequestFilter): LoggedRequest[] {
    const wanted = Object.entries(filter);
    return this.#entries.filter(entry =>
      wanted.every(
        ([field, value]) => entry[field as keyof LoggedRequest] === value,
      ),
    );
  }

  count(filter: RequestFilter = {}): number {
    return this.filter(filter).length;
  }

  /** @internal */
  record(entry: LoggedRequest): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.#limit * 1.1) {
      this.#entries = this.#entries.slice(-this.#limit);
    }
  }
}
