import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import { setupServer } from 'msw/node';
import { mockApis, registerMswTestHooks } from '@backstage/frontend-test-utils';
import {
  aNamespace,
  anError,
  aPlane,
  aSecret,
  FakeSecretsBackend,
  renderSecretsPage,
} from '../../__testUtils__';

expect.extend(toHaveNoViolations);

const server = setupServer();
registerMswTestHooks(server);

let backend: FakeSecretsBackend;

beforeEach(() => {
  backend = new FakeSecretsBackend();
  server.use(...backend.handlers);
});

function rowNames() {
  return screen
    .getAllByRole('row')
    .slice(1)
    .map(row => within(row).getByRole('link').textContent);
}

async function choose(label: string, option: string) {
  await userEvent.click(screen.getByLabelText(label));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

describe('SecretsPage', () => {
  it('S2.5: shows the secrets of all namespaces the viewer may see, with delivery in words', async () => {
    backend.secrets = [
      aSecret('db-login', {
        type: 'kubernetes.io/basic-auth',
        keys: ['password', 'username'],
        owner: 'group:default/team-payments',
      }),
      aSecret('edge-tls', {
        namespace: 'shared',
        type: 'kubernetes.io/tls',
        delivery: {
          state: 'Failed',
          since: '2026-01-05T08:00:00Z',
          message: 'The store refuses to take the value.',
        },
      }),
    ];
    await renderSecretsPage();

    const table = await screen.findByRole('table', { name: 'Secrets' });
    const [, login, tls] = within(table).getAllByRole('row');
    expect(login).toHaveTextContent(
      /db-login.*payments.*Basic auth.*password, username.*DataPlane\/default.*Synced.*team-payments/,
    );
    expect(tls).toHaveTextContent(/edge-tls.*shared.*TLS.*Failed/);
    expect(
      within(tls).getByTitle('The store refuses to take the value.'),
    ).toBeInTheDocument();
    expect(screen.getByText('1–2 of 2')).toBeInTheDocument();
    expect(await axe(table)).toHaveNoViolations();
    expect(await axe(screen.getByRole('search'))).toHaveNoViolations();
  });

  it('shows that it is loading, and then an empty list with a way to begin', async () => {
    await renderSecretsPage();

    expect(screen.getByRole('status', { name: 'Loading' })).toBeInTheDocument();
    expect(
      await screen.findByRole('heading', { name: 'No secrets yet' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Create the first secret' }),
    ).toBeInTheDocument();
  });

  it('offers no create where the viewer may not create', async () => {
    backend.namespaces = [
      aNamespace('shared', {
        permissions: { create: false, update: false, delete: false },
      }),
    ];
    await renderSecretsPage();

    await screen.findByRole('heading', { name: 'No secrets yet' });
    expect(
      screen.queryByRole('button', { name: /create/i }),
    ).not.toBeInTheDocument();
  });

  it('searches after a pause, and keeps the text out of the address until then', async () => {
    backend.secrets = [
      aSecret('db-login', { keys: ['password'] }),
      aSecret('api-token', { keys: ['token'] }),
    ];
    const page = await renderSecretsPage('/payments');
    await screen.findByRole('link', { name: 'db-login' });

    await userEvent.type(screen.getByLabelText('Search'), 'passw');
    expect(page.address()).toBe('/settings/secrets/payments');

    await waitFor(() => expect(rowNames()).toEqual(['db-login']));
    expect(page.address()).toBe('/settings/secrets/payments?q=passw');
    const searches = backend
      .asked('GET', '/secrets')
      .map(({ search }) => search.get('q'));
    expect(new Set(searches)).toEqual(new Set([null, 'passw']));
  });

  it('filters by state on the server, and offers to clear what leaves nothing over', async () => {
    backend.secrets = [aSecret('db-login')];
    const page = await renderSecretsPage('/payments');
    await screen.findByRole('link', { name: 'db-login' });

    await choose('Delivery', 'Failed');
    await screen.findByRole('heading', { name: 'No secret matches' });
    expect(page.address()).toBe('/settings/secrets/payments?state=Failed');

    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(
      await screen.findByRole('link', { name: 'db-login' }),
    ).toBeInTheDocument();
  });

  it('sends type, category and plane to the server as they are chosen', async () => {
    backend.secrets = [aSecret('db-login')];
    await renderSecretsPage('/payments');
    await screen.findByRole('link', { name: 'db-login' });

    await choose('Type', 'TLS');
    await choose('Category', 'Git credentials');
    await choose('Target plane', 'DataPlane/default');

    await waitFor(() => {
      const { search } = backend.asked('GET', '/secrets').at(-1)!;
      expect(Object.fromEntries(search)).toMatchObject({
        namespace: 'payments',
        type: 'kubernetes.io/tls',
        category: 'git-credentials',
        plane: 'DataPlane/default',
      });
    });
  });

  it('offers the planes of every namespace with secrets, and asks for them only when they are looked at', async () => {
    backend.namespaces = [
      aNamespace('payments'),
      aNamespace('shared'),
      aNamespace('idle', { counts: { total: 0, failed: 0, expiring: 0 } }),
    ];
    backend.planes = [aPlane('default'), aPlane('edge')];
    backend.secrets = [
      aSecret('old', { targetPlane: { kind: 'DataPlane', name: 'gone' } }),
    ];
    await renderSecretsPage('?scope=all');
    await screen.findByRole('link', { name: 'old' });
    const asked = () =>
      backend.requests.map(({ path }) => path).filter(p => /planes$/.test(p));
    expect(asked()).toEqual([]);

    await userEvent.click(screen.getByLabelText('Target plane'));
    await screen.findByRole('option', { name: 'DataPlane/edge' });
    expect(
      screen.getAllByRole('option').map(({ textContent }) => textContent),
    ).toEqual(['Any', 'DataPlane/default', 'DataPlane/edge', 'DataPlane/gone']);
    expect(asked().sort()).toEqual([
      '/namespaces/payments/planes',
      '/namespaces/shared/planes',
    ]);
  });

  it('says that the session has ended, and shows the secrets again when it has been renewed', async () => {
    backend.secrets = [aSecret('db-login')];
    backend.failures.set(
      'GET /secrets',
      anError(401, 'NotAuthenticated', 'No valid token.'),
    );
    await renderSecretsPage('/payments');
    expect(
      await screen.findByRole('heading', { name: 'Your session has ended' }),
    ).toBeInTheDocument();
    backend.failures.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('link', { name: 'db-login' }),
    ).toBeInTheDocument();
  });

  it('sorts by a column on the server, and turns round on the second click', async () => {
    backend.secrets = [aSecret('db-login')];
    await renderSecretsPage('?scope=all');
    await screen.findByRole('link', { name: 'db-login' });

    const sortedBy = async (orderBy: string, order: string) => {
      await userEvent.click(screen.getByRole('button', { name: 'Namespace' }));
      await waitFor(() => {
        const { search } = backend.asked('GET', '/secrets').at(-1)!;
        expect([search.get('orderBy'), search.get('order')]).toEqual([
          orderBy,
          order,
        ]);
      });
    };
    await sortedBy('namespace', 'asc');
    await sortedBy('namespace', 'desc');
    expect(
      screen.getByRole('columnheader', { name: /Namespace/ }),
    ).toHaveAttribute('aria-sort', 'descending');
  });

  it('goes forward and back by cursor', async () => {
    backend.secrets = Array.from({ length: 60 }, (_, i) =>
      aSecret(`secret-${String(i).padStart(2, '0')}`),
    );
    await renderSecretsPage('/payments');
    expect(await screen.findByText('1–50 of 60')).toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(await screen.findByText('51–60 of 60')).toBeInTheDocument();
    expect(rowNames()[0]).toBe('secret-50');
    expect(screen.getByRole('button', { name: 'Next page' })).toBeDisabled();

    await userEvent.click(
      screen.getByRole('button', { name: 'Previous page' }),
    );
    expect(await screen.findByText('1–50 of 60')).toBeInTheDocument();
  });

  it('shows an error and reads again on request', async () => {
    backend.failures.set(
      'GET /secrets',
      anError(500, 'Internal', 'The list could not be read.'),
    );
    backend.secrets = [aSecret('db-login')];
    await renderSecretsPage('/payments');

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The list could not be read.',
    );
    backend.failures.clear();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('link', { name: 'db-login' }),
    ).toBeInTheDocument();
  });

  it('says that access is not given, and asks for nothing more', async () => {
    backend.failures.set(
      'GET /namespaces',
      anError(403, 'NotAllowed', 'Not allowed.'),
    );
    await renderSecretsPage();

    expect(
      await screen.findByRole('heading', { name: 'You may not see secrets' }),
    ).toBeInTheDocument();
    expect(backend.asked('GET', '/secrets')).toEqual([]);
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('S2.7, T36: says that the feature is off, instead of an empty list or an error', async () => {
    backend.config = { ...backend.config, enabled: false };
    backend.failures.set(
      'GET /namespaces',
      anError(403, 'FeatureDisabled', 'Switched off.'),
    );
    await renderSecretsPage();

    expect(
      await screen.findByRole('heading', {
        name: 'Secret management is switched off',
      }),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /create/i }),
    ).not.toBeInTheDocument();
  });

  it('T36: names a plane that does not answer above the rows, and does not call the rest empty', async () => {
    backend.secrets = [aSecret('db-login')];
    backend.problems = [
      {
        plane: { kind: 'DataPlane', name: 'edge' },
        code: 'PlaneUnreachable',
        message: 'The plane does not answer.',
      },
    ];
    const { unmount } = await renderSecretsPage('/payments');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'DataPlane/edge: The plane does not answer.',
    );
    expect(screen.getByRole('link', { name: 'db-login' })).toBeInTheDocument();
    unmount();

    backend.secrets = [];
    await renderSecretsPage('/payments');
    expect(
      await screen.findByRole('heading', { name: 'Nothing could be shown' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('No secrets yet')).not.toBeInTheDocument();
  });

  it('says so when no namespace may be seen', async () => {
    backend.namespaces = [];
    await renderSecretsPage();
    expect(
      await screen.findByRole('heading', { name: 'No namespace to show' }),
    ).toBeInTheDocument();
  });

  it('T26: answers a link into a namespace that is not offered as if there were none', async () => {
    await renderSecretsPage('/frontend/db-login');
    expect(
      await screen.findByRole('heading', { name: 'No such namespace' }),
    ).toBeInTheDocument();
    expect(backend.asked('GET', '/secrets')).toEqual([]);
    expect(
      backend.asked('GET', '/namespaces/frontend/secrets/db-login'),
    ).toEqual([]);
  });

  it('S2.8: chooses a namespace by searching, and begins with it the next time', async () => {
    backend.secrets = [
      aSecret('db-login'),
      aSecret('edge', { namespace: 'shared' }),
    ];
    const storage = mockApis.storage();
    const first = await renderSecretsPage('', storage);
    await screen.findByRole('link', { name: 'db-login' });

    const picker = screen.getByLabelText('Namespace');
    await userEvent.clear(picker);
    await userEvent.type(picker, 'sha');
    await userEvent.click(
      await screen.findByRole('option', { name: /shared/ }),
    );
    await waitFor(() => expect(rowNames()).toEqual(['edge']));
    expect(first.address()).toBe('/settings/secrets/shared');
    first.unmount();

    await renderSecretsPage('', storage);
    expect(
      await screen.findByRole('link', { name: 'edge' }),
    ).toBeInTheDocument();
    expect(screen.getByLabelText('Namespace')).toHaveValue('shared');
    expect(screen.queryByText('db-login')).not.toBeInTheDocument();
  });

  it('T35: shows nothing of one viewer to the next, nor after access was taken away', async () => {
    backend.secrets = [aSecret('payroll-key')];
    const first = await renderSecretsPage('/payments');
    await screen.findByRole('link', { name: 'payroll-key' });
    first.unmount();

    backend.failures.set(
      'GET /secrets',
      anError(403, 'NotAllowed', 'Not allowed.'),
    );
    await renderSecretsPage('/payments');
    expect(
      await screen.findByRole('heading', { name: 'You may not see secrets' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('payroll-key')).not.toBeInTheDocument();
  });

  it('T33: shows markup in names, messages and problems as text', async () => {
    const markup = '<img src=x onerror="window.xss = true">';
    backend.secrets = [
      aSecret('db-login', {
        keys: [markup],
        owner: markup,
        delivery: { state: 'Failed', since: '2026-01-05T08:00:00Z' },
      }),
    ];
    backend.problems = [{ code: 'Internal', message: markup }];
    const page = await renderSecretsPage('/payments');
    await screen.findByRole('link', { name: 'db-login' });

    expect(screen.getAllByText(markup).length).toBeGreaterThan(1);
    expect(document.querySelector('img')).not.toBeInTheDocument();
    expect(window).not.toHaveProperty('xss');
    page.unmount();
  });
});
