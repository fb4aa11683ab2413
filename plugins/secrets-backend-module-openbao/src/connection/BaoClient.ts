import { LoggerService } from '@backstage/backend-plugin-api';
import { OpenBaoConfig } from '../config/types';
import { BaoConnection } from './BaoConnection';
import { BaoSession } from './BaoSession';
import { refusesToken, toStoreError } from './toStoreError';
import { BaoAnswer, BaoRequest } from './types';

/** Asks one server in the name of the plane's login. */
export class BaoClient {
  readonly #connection: BaoConnection;
  readonly #session: BaoSession;
  readonly #logger: LoggerService;

  private constructor(config: OpenBaoConfig, logger: LoggerService) {
    this.#connection = BaoConnection.create(config);
    this.#session = BaoSession.create(this.#connection, config.auth);
    this.#logger = logger;
  }

  static create(config: OpenBaoConfig, logger: LoggerService): BaoClient {
    return new BaoClient(config, logger);
  }

  /**
   * Sends a request with a token; one that the server takes for expired is replaced once by a fresh login.
   * @returns the body of a success
   * @throws StoreError with nothing in it that the server said
   */
  async send(request: BaoRequest): Promise<unknown> {
    let token = await this.#session.token();
    let answer = await this.#connection.send(request, token);
    if (refusesToken(answer)) {
      this.#session.invalidate(token);
      token = await this.#session.token();
      answer = await this.#connection.send(request, token);
    }
    if (refusesToken(answer)) {
      this.#session.invalidate(token);
    }
    if (answer.status >= 200 && answer.status < 300) {
      return answer.body;
    }
    const error = toStoreError(request, answer);
    if (error.code !== 'NotFound') {
      // the text of the answer is left out: it may quote what was sent
      this.#logger.debug('The store refused', {
        purpose: request.purpose,
        status: answer.status,
        code: error.code,
      });
    }
    throw error;
  }

  /** Asks without a token, and takes any status for an answer. */
  async ask(request: BaoRequest): Promise<BaoAnswer> {
    return this.#connection.send(request);
  }
}
