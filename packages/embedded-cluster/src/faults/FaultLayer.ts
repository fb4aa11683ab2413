import { ApiRequest, Fault, FaultEffect, FaultMatch } from './types';

interface ArmedFault {
  match: FaultMatch;
  left: number;
  effect?: FaultEffect;
  callback?: (request: ApiRequest) => void | Promise<void>;
}

/**
 * Makes chosen requests fail in chosen ways, so that tests can prove what a
 * client does then.
 *
 * @public
 */
export class FaultLayer {
  readonly #armed = new Set<ArmedFault>();

  private constructor() {}

  static create(): FaultLayer {
    return new FaultLayer();
  }

  /** Arms a fault. Several faults may hit one request, in the order they were added. @returns disarms it */
  add(fault: Fault): () => void {
    return this.#arm({ match: fault.match, effect: fault.effect });
  }

  /** Runs right before a matching request takes effect, awaited; may change or stop anything. @returns disarms it */
  before(
    match: FaultMatch,
    callback: (request: ApiRequest) => void | Promise<void>,
  ): () => void {
    return this.#arm({ match, callback });
  }

  /** Disarms everything. */
  clear(): void {
    this.#armed.clear();
  }

  /** Uses up one turn of every fault that the request meets. @internal */
  async take(request: ApiRequest): Promise<FaultEffect[]> {
    const effects: FaultEffect[] = [];
    for (const armed of [...this.#armed]) {
      if (!matches(armed.match, request)) {
        continue;
      }
      armed.left -= 1;
      if (armed.left <= 0) {
        this.#armed.delete(armed);
      }
      if (armed.effect) {
        effects.push(armed.effect);
      }
      await armed.callback?.(request);
    }
    return effects;
  }

  #arm(fault: Omit<ArmedFault, 'left'>): () => void {
    const armed = { ...fault, left: fault.match.times ?? Infinity };
    this.#armed.add(armed);
    return () => this.#armed.delete(armed);
  }
}

function matches(match: FaultMatch, request: ApiRequest): boolean {
  const { times, ...wanted } = match;
  return Object.entries(wanted).every(
    ([field, value]) =>
      value === undefined || request[field as keyof ApiRequest] === value,
  );
}
