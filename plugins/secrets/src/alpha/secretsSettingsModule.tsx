import {
  createFrontendModule,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { rootRouteRef } from '../routing';

const secretsSettingsPage = SubPageBlueprint.make({
  name: 'secrets',
  attachTo: { id: 'page:user-settings', input: 'pages' },
  params: {
    path: 'secrets',
    title: 'Secrets',
    routeRef: rootRouteRef,
    loader: async () => {
      const [{ SecretsPage }, { Content }] = await Promise.all([
        import('../components/SecretsPage'),
        import('@backstage/core-components'),
      ]);
      return (
        <Content>
          <SecretsPage />
        </Content>
      );
    },
  },
});

/**
 * The tab Secrets of Backstage's settings.
 * A module of `user-settings`, because modules come after that plugin's own tabs: `/settings` keeps opening General.
 * @alpha
 */
export const secretsSettingsModule = createFrontendModule({
  pluginId: 'user-settings',
  extensions: [secretsSettingsPage],
});
