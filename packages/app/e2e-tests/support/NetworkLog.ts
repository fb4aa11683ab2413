import { Page, Request } from '@playwright/test';

/** Requests that carry values: a create and its check, a change of single keys, a change of all. */
const CARRY_VALUES = [
  /^POST .*\/(secrets|secret-validations)$/,
  /^PATCH .*\/secrets\/[^/]+$/,
  /^PUT .*\/secrets\/[^/]+\/data$/,
];

/** Everything that went over the network, but the bodies in which a test sent values on purpose. */
export class NetworkLog {
  readonly #parts: string[] = [];
  readonly #reading: Promise<unknown>[] = [];

  private constructor() {}

  static of(page: Page): NetworkLog {
    const log = new NetworkLog();
    page.on('request', request => log.#keep(request));
    page.on('response', response => {
      log.#parts.push(JSON.stringify(response.headers()));
      log.#reading.push(
        response
          .text()
          .then(text => log.#parts.push(text))
          .catch(() => {}),
      );
    });
    return log;
  }

  #keep(request: Request): void {
    this.#parts.push(request.url(), JSON.stringify(request.headers()));
    const line = `${request.method()} ${request.url()}`;
    if (!CARRY_VALUES.some(pattern => pattern.test(line))) {
      this.#parts.push(request.postData() ?? '');
    }
  }

  /** All of it as one text. */
  async text(): Promise<string> {
    await Promise.all(this.#reading);
    return this.#parts.join('\n');
  }
}
