import {
  createApiFactory,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { SecretsClient } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from './api';
import { rootRouteRef } from './routing';

/** The plugin of the legacy frontend system. @public */
export const secretsPlugin = createPlugin({
  id: 'secrets',
  routes: { root: rootRouteRef },
  apis: [
    createApiFactory({
      api: secretsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: options => new SecretsClient(options),
    }),
  ],
});

/**
 * Content of `<SettingsLayout.Route path="secrets" title="Secrets">`.
 * @public
 */
export const SecretsSettingsPage = secretsPlugin.provide(
  createRoutableExtension({
    name: 'SecretsSettingsPage',
    component: () =>
      import('./components/SecretsPage').then(m => m.SecretsPage),
    mountPoint: rootRouteRef,
  }),
);
