import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import {
  anError,
  aSecret,
  FakeSecretsBackend,
  renderSecretsPage,
} from '../../__testUtils__';

let mockDialogLoaded = false;
jest.mock('../CreateSecretDialog', () => {
  mockDialogLoaded = true;
  return jest.requireActual('../CreateSecretDialog');
});

const server = setupServer();
registerMswTestHooks(server);

describe('SecretsWorkspace', () => {
  it('loads the form when it is asked for, and not before', async () => {
    server.use(...new FakeSecretsBackend().handlers);
    await renderSecretsPage('/payments');
    const button = await screen.findByRole('button', { name: 'Create secret' });
    expect(mockDialogLoaded).toBe(false);
    await userEvent.click(button);
    expect(await screen.findByRole('dialog')).toBeInTheDocument();
    expect(mockDialogLoaded).toBe(true);
  });

  it('S2.10: shows what is made or changed elsewhere without a reload', async () => {
    const backend = new FakeSecretsBackend();
    server.use(...backend.handlers);
    const delivery = {
      state: 'Pushing',
      since: '2026-01-05T08:00:00Z',
    } as const;
    backend.secrets = [aSecret('db-login', { delivery })];
    await renderSecretsPage('/payments');
    await screen.findByText('Pushing');

    backend.secrets = [aSecret('db-login'), aSecret('made-elsewhere')];
    expect(
      await screen.findByRole(
        'link',
        { name: 'made-elsewhere' },
        { timeout: 5_000 },
      ),
    ).toBeInTheDocument();
    expect(screen.queryByText('Pushing')).not.toBeInTheDocument();
  });

  it('keeps a form that is being filled in when the session ends', async () => {
    const backend = new FakeSecretsBackend();
    server.use(...backend.handlers);
    await renderSecretsPage('/payments');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create secret' }),
    );
    const form = within(await screen.findByRole('dialog'));
    await userEvent.type(form.getByLabelText('Value'), 'typed');

    for (const path of ['/namespaces', '/secrets']) {
      backend.failures.set(
        `GET ${path}`,
        anError(401, 'NotAuthenticated', 'No valid token.'),
      );
    }
    window.dispatchEvent(new Event('visibilitychange'));
    expect(
      await screen.findByRole('heading', {
        name: 'Your session has ended',
        hidden: true,
      }),
    ).toBeInTheDocument();
    expect(form.getByLabelText('Value')).toHaveValue('typed');
  });

  it('asks for nothing while its tab is hidden, and at once when it is shown again', async () => {
    const backend = new FakeSecretsBackend();
    server.use(...backend.handlers);
    const delivery = {
      state: 'Pushing',
      since: '2026-01-05T08:00:00Z',
    } as const;
    backend.secrets = [aSecret('db-login', { delivery })];
    await renderSecretsPage('/payments');
    await screen.findByText('Pushing');

    const visibility = jest
      .spyOn(document, 'visibilityState', 'get')
      .mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    const asked = backend.requests.length;
    await new Promise(resolve => setTimeout(resolve, 3_500));
    expect(backend.requests).toHaveLength(asked);

    visibility.mockRestore();
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event('visibilitychange'));
    await waitFor(() => expect(backend.requests.length).toBeGreaterThan(asked));
  });
});
