import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { StoreDriver } from './driverTypes';

/** Takes drivers of modules. @public */
export interface StoreDriversExtensionPoint {
  /** Registers a driver under the id that a plane's configuration names. @throws ConflictError when the id is taken */
  addDriver(id: string, driver: StoreDriver): void;
}

/** Where modules of the secrets backend register their store drivers. @public */
export const storeDriversExtensionPoint =
  createExtensionPoint<StoreDriversExtensionPoint>({
    id: 'secrets.store-drivers',
  });
