import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { storeDriversExtensionPoint } from '@strongroom/backstage-plugin-secrets-node';
import { StoreDriverRegistry } from './clusters';
import { registerSecretPermissions, requirePermissions } from './permissions';
import { createRouter } from './router';
import { startSecrets } from './startSecrets';

/**
 * The secrets backend: writes values to the stores of target planes and their references to the control plane.
 * @public
 */
export const secretsPlugin = createBackendPlugin({
  pluginId: 'secrets',
  register(env) {
    const drivers = StoreDriverRegistry.create();
    env.registerExtensionPoint(storeDriversExtensionPoint, drivers);
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        database: coreServices.database,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        lifecycle: coreServices.lifecycle,
        catalog: catalogServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init({
        httpAuth,
        httpRouter,
        permissionsRegistry,
        lifecycle,
        ...services
      }) {
        requirePermissions(services.config);
        const secrets = await startSecrets({ ...services, drivers });
        lifecycle.addShutdownHook(() => secrets.stop());
        registerSecretPermissions(permissionsRegistry, secrets);
        // the router authenticates by itself, so that refusals follow the contract too
        httpRouter.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
        httpRouter.use(
          await createRouter({
            ...secrets,
            config: secrets.settings.installation,
            httpAuth,
            auditor: services.auditor,
            logger: services.logger,
          }),
        );
      },
    });
  },
});
