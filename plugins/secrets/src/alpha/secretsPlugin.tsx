import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { SecretsClient } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { rootRouteRef } from '../routing';
import { entitySecretsCard } from './entitySecretsCard';

const secretsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: secretsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: options => new SecretsClient(options),
    }),
});

/** The plugin of the new frontend system, without its settings tab. @alpha */
export const secretsPlugin = createFrontendPlugin({
  pluginId: 'secrets',
  info: { packageJson: () => import('../../package.json') },
  routes: { root: rootRouteRef },
  extensions: [secretsApi, entitySecretsCard],
});
