import { StateFile } from './StateFile';

const bucket = 'server';

/** What a server made up when it first started and needs again: tokens, certificates, ports. @internal */
export class ServerSettings {
  readonly #stateFile: StateFile;
  readonly #values: Map<string, string>;

  private constructor(stateFile: StateFile) {
    this.#stateFile = stateFile;
    this.#values = new Map();
    for (const { key, value } of stateFile.read(bucket)) {
      this.#values.set(key, value);
    }
  }

  static create(stateFile: StateFile): ServerSettings {
    return new ServerSettings(stateFile);
  }

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: string): void {
    this.#values.set(key, value);
    this.#stateFile.write([{ bucket, key, value }]);
  }

  /** The kept value, or a new one that is kept from now on. */
  keep(key: string, make: () => string): string {
    const kept = this.#values.get(key);
    if (kept !== undefined) {
      return kept;
    }
    const value = make();
    this.set(key, value);
    return value;
  }

  /**
   * Starts a server on the port that was asked for, else on that of the last run,
   * else on any that is free.
   *
   * @throws the error of `start` when the port that was asked for is taken
   */
  async start<T>(
    key: string,
    asked: number | undefined,
    start: (port: number) => Promise<T>,
  ): Promise<T> {
    const wanted = asked ?? Number(this.#values.get(key) ?? 0);
    try {
      return await start(wanted);
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (asked !== undefined || wanted === 0 || !isTaken) {
        throw error;
      }
      return start(0);
    }
  }
}
