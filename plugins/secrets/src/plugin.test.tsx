import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import {
  createApiFactory,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createDevApp } from '@backstage/dev-utils';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import {
  SettingsLayout,
  UserSettingsPage,
  userSettingsPlugin,
} from '@backstage/plugin-user-settings';
import { secretsPlugin, SecretsSettingsPage } from './index';
import { aSecret, BASE_URL, FakeSecretsBackend } from './__testUtils__';

const server = setupServer();
registerMswTestHooks(server);

const CONFIG = {
  app: { title: 'Portal', baseUrl: 'http://localhost' },
  backend: { baseUrl: 'http://localhost:7007' },
};

describe('legacy frontend system', () => {
  const { env } = process;
  beforeEach(() => {
    // An environment of Node's own would turn the configuration into text.
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [{ context: 'test', data: CONFIG }] as any,
    };
    // The portal asks whether a guest without an account is fine.
    jest.spyOn(window, 'confirm').mockReturnValue(true);
    window.history.pushState({}, '', '/settings/secrets/payments');
  });
  afterEach(() => {
    process.env = env;
    jest.restoreAllMocks();
    window.history.pushState({}, '', '/');
  });

  it('shows the same page, with the same links, as a route of the settings layout', async () => {
    const backend = new FakeSecretsBackend();
    backend.secrets = [aSecret('db-login')];
    server.use(...backend.handlers);
    const App = createDevApp()
      .registerPlugin(userSettingsPlugin, secretsPlugin)
      .registerApi(
        createApiFactory(discoveryApiRef, { getBaseUrl: async () => BASE_URL }),
      )
      .registerApi(
        createApiFactory(fetchApiRef, { fetch: (...args) => fetch(...args) }),
      )
      .addPage({
        path: '/settings',
        element: <UserSettingsPage />,
        children: (
          <SettingsLayout>
            <SettingsLayout.Route path="secrets" title="Secrets">
              <SecretsSettingsPage />
            </SettingsLayout.Route>
          </SettingsLayout>
        ),
      })
      .build();
    render(<App />);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Enter' }, { timeout: 10_000 }),
    );

    expect(
      await screen.findByRole(
        'link',
        { name: 'db-login' },
        { timeout: 15_000 },
      ),
    ).toHaveAttribute('href', '/settings/secrets/payments/db-login');
    expect(screen.getByRole('tab', { name: 'Secrets' })).toBeInTheDocument();
  });
});
