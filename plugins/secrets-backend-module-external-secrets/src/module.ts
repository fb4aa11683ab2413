import { createBackendModule } from '@backstage/backend-plugin-api';
import { storeDriversExtensionPoint } from '@strongroom/backstage-plugin-secrets-node';
import { ExternalSecretsDriver } from './ExternalSecretsDriver';

/** Registers the driver `external-secrets` with the secrets backend. @public */
export const externalSecretsModule = createBackendModule({
  pluginId: 'secrets',
  moduleId: 'external-secrets',
  register(env) {
    env.registerInit({
      deps: { drivers: storeDriversExtensionPoint },
      async init({ drivers }) {
        drivers.addDriver('external-secrets', ExternalSecretsDriver.create());
      },
    });
  },
});
