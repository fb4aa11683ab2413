import { SecretsRecord } from '../../record';
import { awaitEstate, Caller, SecretsContext } from '../../secrets';
import { AccessResolver, ResolveAccessOptions } from '../types';
import { AccessRecord } from './AccessRecord';
import { CallerGate } from './CallerGate';

/** What gates are opened with. */
export interface GatekeeperOptions {
  context: SecretsContext;
  access: AccessResolver;
  record: SecretsRecord;
}

/** Opens a gate for every request, with what its caller may do by now. */
export class Gatekeeper {
  readonly #context: SecretsContext;
  readonly #access: AccessResolver;
  readonly #record: AccessRecord;

  private constructor({ context, access, record }: GatekeeperOptions) {
    this.#context = context;
    this.#access = access;
    this.#record = AccessRecord.create(record, context.settings.recordReads);
  }

  static create(options: GatekeeperOptions): Gatekeeper {
    return new Gatekeeper(options);
  }

  /** A gate to what is no namespace's. */
  async open(
    caller: Caller,
    options: ResolveAccessOptions,
  ): Promise<CallerGate> {
    const access = await this.#access.resolve(caller.credentials, options);
    return CallerGate.create({
      caller,
      access,
      context: this.#context,
      record: this.#record,
    });
  }

  /** A gate to namespaces and secrets, once there are any known that can be decided on. */
  async openToEstate(
    caller: Caller,
    options: ResolveAccessOptions,
  ): Promise<CallerGate> {
    await awaitEstate(this.#context.index);
    return this.open(caller, options);
  }
}
