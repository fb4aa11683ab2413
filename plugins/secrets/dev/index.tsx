import { createDevApp } from '@backstage/dev-utils';
import {
  createApiFactory,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import {
  SettingsLayout,
  UserSettingsPage,
  userSettingsPlugin,
} from '@backstage/plugin-user-settings';
import { secretsPlugin, SecretsSettingsPage } from '../src';
import { createDemoFetchApi } from './createDemoFetchApi';

// The legacy entry against the local backend of the demo, as the user payments-dev.
createDevApp()
  .registerPlugin(userSettingsPlugin, secretsPlugin)
  .registerApi(
    createApiFactory({
      api: fetchApiRef,
      deps: { discoveryApi: discoveryApiRef },
      factory: ({ discoveryApi }) =>
        createDemoFetchApi(discoveryApi, 'payments-dev'),
    }),
  )
  .addPage({
    path: '/settings',
    title: 'Settings',
    element: <UserSettingsPage />,
    children: (
      <SettingsLayout>
        <SettingsLayout.Route path="secrets" title="Secrets">
          <SecretsSettingsPage />
        </SettingsLayout.Route>
      </SettingsLayout>
    ),
  })
  .render();
