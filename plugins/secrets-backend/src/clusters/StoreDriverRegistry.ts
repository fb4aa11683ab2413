import { ConflictError, InputError } from '@backstage/errors';
import {
  StoreDriver,
  StoreDriversExtensionPoint,
} from '@strongroom/backstage-plugin-secrets-node';

/** The store drivers that modules brought, by the id that a plane's configuration names. */
export class StoreDriverRegistry implements StoreDriversExtensionPoint {
  readonly #drivers = new Map<string, StoreDriver>();

  private constructor() {}

  static create(): StoreDriverRegistry {
    return new StoreDriverRegistry();
  }

  addDriver(id: string, driver: StoreDriver): void {
    if (this.#drivers.has(id)) {
      throw new ConflictError(
        `A store driver with the id ${id} is registered already`,
      );
    }
    this.#drivers.set(id, driver);
  }

  /** @throws InputError that lists the known ids */
  get(id: string): StoreDriver {
    const driver = this.#drivers.get(id);
    if (!driver) {
      throw new InputError(
        `There is no store driver ${id} (known: ${
          [...this.#drivers.keys()].sort().join(', ') || 'none'
        }); install its module or name another in secrets.planes`,
      );
    }
    return driver;
  }
}
