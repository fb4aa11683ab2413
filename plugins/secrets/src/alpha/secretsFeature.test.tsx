import { screen, within } from '@testing-library/react';
import { ConfigReader } from '@backstage/core-app-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { SecretsClient } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { aSecret, BASE_URL, FakeSecretsBackend } from '../__testUtils__';
import { secretsFeature } from './secretsFeature';
import { secretsPlugin } from './secretsPlugin';
import { secretsSettingsModule } from './secretsSettingsModule';

const server = setupServer();
registerMswTestHooks(server);

/** The features that the loader gives under a configuration. */
async function load(data: object) {
  const { loader } = secretsFeature as unknown as {
    loader(deps: { config: ConfigReader }): Promise<unknown[]>;
  };
  return loader({ config: new ConfigReader(data as any) });
}

describe('secretsFeature', () => {
  it('S2.7: is left out when the configuration says so, by our key before the other', async () => {
    const both = [secretsPlugin, secretsSettingsModule];
    const openchoreo = { features: { secretManagement: { enabled: false } } };
    expect(await load({})).toEqual(both);
    expect(await load({ secrets: { enabled: false } })).toEqual([]);
    expect(await load({ openchoreo })).toEqual([]);
    expect(await load({ openchoreo, secrets: { enabled: true } })).toEqual(
      both,
    );
  });

  it('adds Secrets as the last tab of the settings, and opens a secret from its address', async () => {
    const backend = new FakeSecretsBackend();
    backend.secrets = [aSecret('db-login')];
    server.use(...backend.handlers);
    const client = new SecretsClient({
      discoveryApi: { getBaseUrl: async () => BASE_URL },
      fetchApi: { fetch: (...args) => fetch(...args) },
    });
    renderTestApp({
      features: [userSettingsPlugin, secretsPlugin, secretsSettingsModule],
      initialRouteEntries: ['/settings/secrets/payments/absent'],
      apis: [[secretsApiRef, client]],
    });
    expect(
      await screen.findByRole(
        'heading',
        { name: 'No such secret' },
        { timeout: 10_000 },
      ),
    ).toBeInTheDocument();
    const [settings] = screen.getAllByRole('tablist', { hidden: true });
    const tabs = within(settings).getAllByRole('tab', { hidden: true });
    expect(tabs.map(({ textContent }) => textContent).at(-1)).toBe('Secrets');
  });
});
