import { FencedError } from './FencedError';
import { Journal } from './Journal';
import { Operation } from './types';

/**
 * The hold of this process on an operation. It is prolonged while it lasts, and ends with the lease: what has not been
 * sent by then is not sent any more, even by a process that was stopped for a while and goes on.
 */
export class OperationHold {
  readonly #journal: Journal;
  readonly #operation: Operation;
  readonly #lost = new AbortController();
  readonly #renewals: NodeJS.Timeout;
  #end?: NodeJS.Timeout;
  #heldUntil = 0;
  /** Ends every call of a step: with the lease, or earlier with the deadline. */
  readonly signal: AbortSignal;

  private constructor(
    journal: Journal,
    operation: Operation,
    deadline: AbortSignal,
  ) {
    this.#journal = journal;
    this.#operation = operation;
    this.signal = AbortSignal.any([deadline, this.#lost.signal]);
    this.#renewals = setInterval(() => {
      // a database that cannot be asked now may be again before the lease ends
      this.renew().catch(() => {});
    }, journal.times.lease / 3);
  }

  /** Begins to keep an operation that is this process's own. */
  static create(
    journal: Journal,
    operation: Operation,
    deadline: AbortSignal,
  ): OperationHold {
    return new OperationHold(journal, operation, deadline);
  }

  /** Notes that a step begins. @throws FencedError when the operation is held no more */
  async beginStep(step: string): Promise<void> {
    await this.#prolong(() => this.#journal.beginStep(this.#operation, step));
  }

  /** @throws FencedError when the operation is held no more */
  async renew(): Promise<void> {
    await this.#prolong(() => this.#journal.renew(this.#operation));
  }

  /** Keeps it no longer; whoever ends or releases the operation calls this. */
  close(): void {
    clearInterval(this.#renewals);
    clearTimeout(this.#end);
  }

  async #prolong(ask: () => Promise<void>): Promise<void> {
    // whoever comes next waits from the end of the lease on
    if (this.#lost.signal.aborted) {
      throw new FencedError();
    }
    const asked = performance.now();
    try {
      await ask();
    } catch (error) {
      if (error instanceof FencedError) {
        this.#lost.abort();
      }
      throw error;
    }
    // counted from the question: the answer may come when the lease is over
    this.#heldUntil = Math.max(
      this.#heldUntil,
      asked + this.#journal.times.lease,
    );
    clearTimeout(this.#end);
    const left = this.#heldUntil - performance.now();
    if (left <= 0) {
      this.#lost.abort();
    }
    if (this.#lost.signal.aborted) {
      throw new FencedError();
    }
    this.#end = setTimeout(() => this.#lost.abort(), left);
  }
}
