import { RecordKeys } from './RecordKeys';
import { SecretsRecord } from './SecretsRecord';
import { RecordHead } from './types';
import { followChain, RecordVerification } from './verifyRecord';

/**
 * Verifies the record of a running portal. Whoever asks the same while it is being answered gets that answer, and different
 * questions are answered one after the other: reading all rows for each of many callers would take the database from those
 * who write.
 */
export class RecordVerifier {
  readonly #record: SecretsRecord;
  readonly #keys: RecordKeys;
  readonly #running = new Map<string, Promise<RecordVerification>>();
  #last: Promise<unknown> = Promise.resolve();

  private constructor(options: RecordVerifierOptions) {
    this.#record = options.record;
    this.#keys = options.keys;
  }

  static create(options: RecordVerifierOptions): RecordVerifier {
    return new RecordVerifier(options);
  }

  /**
   * Follows the chain.
   *
   * @param head - an end of it that was kept somewhere else
   * @throws SecretsError `RecordUnavailable`
   */
  verify(head?: RecordHead): Promise<RecordVerification> {
    const question = head ? `${head.seq}:${head.mac}` : '';
    const known = this.#running.get(question);
    if (known) {
      return known;
    }
    const running = this.#last
      .then(() =>
        followChain({
          query: work => this.#record.query(work),
          keys: this.#keys,
          head,
        }),
      )
      .finally(() => this.#running.delete(question));
    this.#running.set(question, running);
    this.#last = running.catch(() => {});
    return running;
  }
}

/** @internal */
export interface RecordVerifierOptions {
  record: SecretsRecord;
  keys: RecordKeys;
}
