import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import { setupServer } from 'msw/node';
import {
  mockApis,
  registerMswTestHooks,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { ExtensionDefinition } from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { SecretsClient } from '@strongroom/backstage-plugin-secrets-common';
import { entitySecretsCard } from '../../alpha/entitySecretsCard';
import { secretsApiRef } from '../../api';
import { rootRouteRef } from '../../routing';
import { anError, BASE_URL, FakeSecretsBackend } from '../../__testUtils__';

expect.extend(toHaveNoViolations);

const server = setupServer();
registerMswTestHooks(server);

const ROUTE = 'GET /entities/Component/default/checkout/secrets';

let backend: FakeSecretsBackend;

beforeEach(() => {
  backend = new FakeSecretsBackend();
  server.use(...backend.handlers);
});

function renderCard(
  annotations: Record<string, string> = {
    'strongroom.dev/secrets': 'db-login',
  },
  others: ExtensionDefinition[] = [],
) {
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'checkout', namespace: 'default', annotations },
    spec: { type: 'service' },
  };
  const client = new SecretsClient({
    discoveryApi: { getBaseUrl: async () => BASE_URL },
    fetchApi: { fetch: (...args) => fetch(...args) },
  });
  renderTestApp({
    extensions: [
      createTestEntityPage({ entity }),
      entitySecretsCard,
      ...others,
    ],
    mountedRoutes: { '/settings/secrets': rootRouteRef },
    apis: [[secretsApiRef, client], mockApis.analytics()],
  });
}

describe('EntitySecretsCard', () => {
  it('shows what a component uses: missing ones first and marked, then with delivery and a link', async () => {
    const since = '2026-01-05T08:00:00Z';
    backend.entitySecrets = [
      {
        reference: { namespace: 'payments', name: 'db-login' },
        type: 'kubernetes.io/basic-auth',
        keys: ['password', 'username'],
        via: ['env', 'file'],
        presence: 'present',
        delivery: { state: 'Synced', since },
      },
      {
        reference: { namespace: 'payments', name: 'hidden' },
        keys: [],
        via: ['annotation'],
        presence: 'unknown',
      },
      {
        reference: { namespace: 'payments', name: 'half' },
        keys: ['a', 'b'],
        missingKeys: ['b'],
        via: ['env'],
        presence: 'present',
        delivery: { state: 'Failed', since },
      },
      {
        reference: { namespace: 'payments', name: 'fraud-api' },
        keys: ['token'],
        via: ['env'],
        presence: 'missing',
      },
    ];
    renderCard();

    const list = await screen.findByRole('list', { name: 'Secrets' });
    const items = within(list).getAllByRole('listitem');
    expect(items.map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(
        /payments\/fraud-api.*environment variable.*token.*Missing/,
      ),
      expect.stringMatching(/payments\/half.*does not have: b.*Failed/),
      expect.stringMatching(
        /payments\/db-login.*Basic auth · environment variable, file.*password, username.*Synced/,
      ),
      expect.stringMatching(/payments\/hidden.*named by annotation.*Not known/),
    ]);
    expect(
      within(list)
        .getAllByRole('link')
        .map(link => link.getAttribute('href')),
    ).toEqual([
      '/settings/secrets/payments/fraud-api',
      '/settings/secrets/payments/half',
      '/settings/secrets/payments/db-login',
      '/settings/secrets/payments/hidden',
    ]);
    expect(await axe(list)).toHaveNoViolations();
  });

  it('says that nothing is used', async () => {
    renderCard();
    expect(
      await screen.findByText(
        'This component uses no secret that you may see.',
      ),
    ).toBeInTheDocument();
  });

  it('says that the viewer may not see secrets', async () => {
    backend.failures.set(ROUTE, anError(403, 'NotAllowed', 'Not allowed.'));
    renderCard();
    expect(
      await screen.findByText('You may not see secrets.'),
    ).toBeInTheDocument();
  });

  it('shows an error and reads again on request', async () => {
    backend.failures.set(ROUTE, anError(500, 'Internal', 'Reading failed.'));
    renderCard();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Reading failed.',
    );
    backend.failures.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/uses no secret/)).toBeInTheDocument();
  });

  it.each(['strongroom.dev/secrets', 'openchoreo.io/component'])(
    'is there for a component with the annotation %s',
    async name => {
      renderCard({ [name]: 'checkout' });
      expect(await screen.findByText(/uses no secret/)).toBeInTheDocument();
    },
  );

  it('is not there, and asks for nothing, without either annotation', async () => {
    const otherCard = EntityCardBlueprint.make({
      name: 'other',
      params: { loader: async () => <p>Another card</p> },
    });
    renderCard({ 'openchoreo.io/project': 'shop' }, [otherCard]);
    await screen.findByText('Another card');
    expect(screen.queryByText('Secrets')).not.toBeInTheDocument();
    expect(backend.requests).toEqual([]);
  });
});
