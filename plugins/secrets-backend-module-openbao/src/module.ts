import { createBackendModule } from '@backstage/backend-plugin-api';
import { storeDriversExtensionPoint } from '@strongroom/backstage-plugin-secrets-node';
import { OpenBaoDriver } from './OpenBaoDriver';

/** Registers the driver `openbao` with the secrets backend. @public */
export const openBaoModule = createBackendModule({
  pluginId: 'secrets',
  moduleId: 'openbao',
  register(env) {
    env.registerInit({
      deps: { drivers: storeDriversExtensionPoint },
      async init({ drivers }) {
        drivers.addDriver('openbao', OpenBaoDriver.create());
      },
    });
  },
});
