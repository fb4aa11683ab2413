/** Something that is reached once, and can be waited for. */
export class Readiness {
  readonly #promise: Promise<void>;
  #resolve: () => void = () => {};
  #isReached = false;

  private constructor() {
    this.#promise = new Promise(resolve => {
      this.#resolve = resolve;
    });
  }

  static create(): Readiness {
    return new Readiness();
  }

  get isReached(): boolean {
    return this.#isReached;
  }

  reach(): void {
    this.#isReached = true;
    this.#resolve();
  }

  async reached(): Promise<void> {
    await this.#promise;
  }
}
