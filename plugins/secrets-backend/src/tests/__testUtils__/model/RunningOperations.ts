import { Knex } from 'knex';
import { PAYMENTS } from '../tenants';

const PAUSE_MS = 50;
const TIMEOUT_MS = 120_000;

/** What runs by the journal, for all sequences that wait for an end by one look. */
export class RunningOperations {
  readonly #knex: Knex;
  readonly #waiting = new Set<(running: ReadonlySet<string>) => void>();
  readonly #looks: NodeJS.Timeout;

  private constructor(knex: Knex) {
    this.#knex = knex;
    this.#looks = setInterval(() => this.#look(), PAUSE_MS);
  }

  static create(knex: Knex): RunningOperations {
    return new RunningOperations(knex);
  }

  /** Whether something runs on a name. */
  async has(name: string): Promise<boolean> {
    return (await this.#names()).has(name);
  }

  /** Waits until nothing runs on a name. @throws when that takes two minutes */
  async end(name: string): Promise<void> {
    const end = Date.now() + TIMEOUT_MS;
    while ((await this.#next()).has(name)) {
      if (Date.now() > end) {
        throw new Error('The journal does not end what it began');
      }
    }
  }

  close(): void {
    clearInterval(this.#looks);
  }

  #next(): Promise<ReadonlySet<string>> {
    return new Promise(resolve => this.#waiting.add(resolve));
  }

  async #look(): Promise<void> {
    if (this.#waiting.size === 0) {
      return;
    }
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    const names = await this.#names();
    for (const resolve of waiting) {
      resolve(names);
    }
  }

  async #names(): Promise<ReadonlySet<string>> {
    const rows = await this.#knex('operations')
      .where({ state: 'running', namespace: PAYMENTS })
      .select<Array<{ name: string }>>('name');
    return new Set(rows.map(({ name }) => name));
  }
}
