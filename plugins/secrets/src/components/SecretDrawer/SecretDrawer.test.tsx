import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import {
  aDelivery,
  anError,
  aSecret,
  FakeSecretsBackend,
  renderSecretsPage,
  someDetails,
} from '../../__testUtils__';

expect.extend(toHaveNoViolations);

const server = setupServer();
registerMswTestHooks(server);

const PATH = '/namespaces/payments/secrets/db-login';

let backend: FakeSecretsBackend;

beforeEach(() => {
  backend = new FakeSecretsBackend();
  server.use(...backend.handlers);
  backend.secrets = [aSecret('db-login'), aSecret('api-token')];
  backend.details.set('payments/db-login', someDetails('db-login'));
});

async function openDrawer() {
  const page = await renderSecretsPage('/payments/db-login');
  const drawer = await screen.findByRole('dialog', { name: 'db-login' });
  return { page, drawer, details: within(drawer) };
}

async function confirmDelete(typed: string) {
  await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  const dialog = await screen.findByRole('dialog', {
    name: 'Delete db-login?',
  });
  await userEvent.type(
    within(dialog).getByLabelText('Type db-login to confirm'),
    typed,
  );
  return {
    dialog,
    button: within(dialog).getByRole('button', { name: 'Delete' }),
  };
}

describe('SecretDrawer', () => {
  it('S2.6, S2.13: shows what there is to know, with the steps of the delivery and never a value', async () => {
    backend.details.set(
      'payments/db-login',
      someDetails('db-login', {
        description: 'Login of the billing database',
        owner: 'group:default/team-payments',
        labels: { tier: 'backend' },
        source: 'gitops',
        updatedBy: 'user:default/payments-dev',
        expiresAt: '2090-01-01T00:00:00Z',
        warnings: [{ field: 'data.token', message: 'Ends with a space.' }],
      }),
    );
    const { drawer, details } = await openDrawer();

    expect(
      await details.findByText('Login of the billing database'),
    ).toBeInTheDocument();
    const facts = drawer.textContent;
    expect(facts).toMatch(/Saved · done/);
    expect(facts).toContain('The store is asked to take it.');
    expect(facts).toContain('Key/value (Opaque)');
    expect(facts).toContain('DataPlane/default');
    expect(facts).toContain('tier=backend');
    expect(facts).toContain('GitOps');
    for (const [name, path] of [
      ['team-payments', '/catalog/default/group/team-payments'],
      ['payments-dev', '/catalog/default/user/payments-dev'],
    ]) {
      expect(details.getByRole('link', { name })).toHaveAttribute('href', path);
    }
    expect(facts).toContain('secret/payments/generic/db-login#token');
    expect(details.getByRole('alert')).toHaveTextContent(
      'token: Ends with a space.',
    );
    expect(await axe(drawer)).toHaveNoViolations();
  });

  it('names owners and writers that are not in the catalog as they were named', async () => {
    backend.details.set(
      'payments/db-login',
      someDetails('db-login', {
        owner: 'team-payments',
        updatedBy: 'plugin:scaffolder',
      }),
    );
    const { details } = await openDrawer();
    for (const name of ['team-payments', 'plugin:scaffolder']) {
      expect(await details.findByText(name)).toBeInTheDocument();
      expect(details.queryByRole('link', { name })).not.toBeInTheDocument();
    }
  });

  it('opens from the list and closes back to it, with the filters kept in the address', async () => {
    const page = await renderSecretsPage('/payments?q=db');
    await userEvent.click(
      await screen.findByRole('link', { name: 'db-login' }),
    );
    await screen.findByRole('dialog', { name: 'db-login' });
    expect(page.address()).toBe('/settings/secrets/payments/db-login?q=db');
    await userEvent.click(
      screen.getByRole('button', { name: 'Close details' }),
    );
    expect(page.address()).toBe('/settings/secrets/payments?q=db');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('S1.4: gives the manifest on request, and copies it', async () => {
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    backend.manifest = 'kind: SecretReference\nmetadata:\n  name: db-login\n';
    const { details } = await openDrawer();
    await user.click(
      await details.findByRole('button', { name: 'Show manifest' }),
    );
    expect(
      await details.findByRole('region', { name: 'Manifest' }),
    ).toHaveTextContent('kind: SecretReference metadata: name: db-login');
    expect(
      details.getByRole('link', { name: 'Download YAML' }),
    ).toHaveAttribute('download', 'db-login.yaml');
    await user.click(details.getByRole('button', { name: 'Copy' }));
    await details.findByRole('button', { name: 'Copied' });
    expect(write).toHaveBeenCalledWith(backend.manifest);
  });

  it('shows neither manifest nor delete to who may not, and says that the path is hidden', async () => {
    backend.details.set(
      'payments/db-login',
      someDetails('db-login', {
        permissions: { update: false, delete: false },
        remoteRefs: [{ secretKey: 'token' }],
      }),
    );
    const { details } = await openDrawer();
    expect(
      await details.findByText(/Shown only to those who may update/),
    ).toBeInTheDocument();
    expect(
      details.queryByRole('button', { name: /manifest/i }),
    ).not.toBeInTheDocument();
    expect(
      details.queryByRole('button', { name: 'Delete' }),
    ).not.toBeInTheDocument();
  });

  it('T19: leaves what somebody else made to them, and says so', async () => {
    backend.details.set(
      'payments/db-login',
      someDetails('db-login', { managed: false, source: 'gitops' }),
    );
    const { details } = await openDrawer();
    expect(
      await details.findByText(/Not made here \(GitOps\)/),
    ).toBeInTheDocument();
    expect(
      details.queryByRole('button', { name: 'Delete' }),
    ).not.toBeInTheDocument();
  });

  it('T11: says which keys are kept as base64, with what a reader needs', async () => {
    backend.details.set(
      'payments/db-login',
      someDetails('db-login', { storedAs: { token: 'base64' } }),
    );
    const { details } = await openDrawer();
    const snippet = await details.findByRole('region', {
      name: 'Entry of an ExternalSecret',
    });
    expect(snippet.textContent).toBe(
      [
        '- secretKey: "token"',
        '  remoteRef:',
        '    key: "secret/payments/generic/db-login"',
        '    property: "token"',
        '    decodingStrategy: Base64',
      ].join('\n'),
    );
  });

  it('says that a secret does not exist, in the words used for one that may not be seen', async () => {
    backend.details.clear();
    const { details } = await openDrawer();
    expect(
      await details.findByRole('heading', { name: 'No such secret' }),
    ).toBeInTheDocument();
  });

  it('S2.5: deletes after the name was typed, as the secret was read', async () => {
    const { page } = await openDrawer();
    const { dialog, button } = await confirmDelete('db-logi');
    expect(dialog).toHaveTextContent(
      'Its value is removed from the store of DataPlane/default.',
    );
    expect(button).toBeDisabled();
    expect(await axe(dialog)).toHaveNoViolations();

    await userEvent.type(
      within(dialog).getByLabelText('Type db-login to confirm'),
      'n',
    );
    await userEvent.click(button);
    expect(
      await screen.findByText(
        'db-login is deleted: the store has confirmed it.',
      ),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(
        screen.queryByRole('link', { name: 'db-login' }),
      ).not.toBeInTheDocument(),
    );
    const [request] = backend.asked('DELETE', PATH);
    expect(request.headers.get('If-Match')).toBe('"1"');
    expect(page.address()).toBe('/settings/secrets/payments');
    expect(page.analytics.getEvents()).toContainEqual(
      expect.objectContaining({
        action: 'delete',
        subject: 'secret',
        attributes: { type: 'Opaque' },
      }),
    );
  });

  it('puts the focus on the list when the row it would return to is gone', async () => {
    await renderSecretsPage('/payments');
    await userEvent.click(
      await screen.findByRole('link', { name: 'db-login' }),
    );
    await screen.findByRole('dialog', { name: 'db-login' });
    const { button } = await confirmDelete('db-login');
    await userEvent.click(button);
    await waitFor(() =>
      expect(
        screen.getByRole('region', { name: 'List of secrets' }),
      ).toHaveFocus(),
    );
    expect(
      screen.queryByRole('link', { name: 'db-login' }),
    ).not.toBeInTheDocument();
  });

  it('shows Deleting until the store has confirmed it, and only then calls it deleted', async () => {
    backend.confirmsDelete = false;
    const { details } = await openDrawer();
    const { button } = await confirmDelete('db-login');
    await userEvent.click(button);
    expect(await details.findByText('Deleting')).toBeInTheDocument();
    expect(screen.queryByText(/is deleted:/)).not.toBeInTheDocument();
    await waitFor(() =>
      expect(
        details.queryByRole('button', { name: 'Delete' }),
      ).not.toBeInTheDocument(),
    );

    backend.details.clear();
    backend.secrets = [aSecret('api-token')];
    expect(
      await details.findByRole(
        'heading',
        { name: 'Deleted' },
        { timeout: 5_000 },
      ),
    ).toBeInTheDocument();
  });

  it('T20: tells why a delete was refused, and keeps the secret', async () => {
    backend.failures.set(
      `DELETE ${PATH}`,
      anError(412, 'VersionConflict', 'It has been changed meanwhile: token.'),
    );
    await openDrawer();
    const { dialog, button } = await confirmDelete('db-login');
    await userEvent.click(button);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'It has been changed meanwhile: token.',
    );
  });

  it('pushes and pulls now, and shows at once how far it is', async () => {
    const { page, details } = await openDrawer();
    backend.deliveries = [
      aDelivery('Pushing', {
        steps: [
          {
            step: 'used',
            state: 'failed',
            at: '2026-01-05T08:00:00Z',
            sentence: 'checkout-7d4 runs since before the rotation.',
            remedy: 'Restart the deployment checkout.',
          },
        ],
      }),
    ];
    backend.details.set('payments/db-login', {
      ...backend.details.get('payments/db-login')!,
      delivery: { state: 'Pushing', since: '2026-01-05T08:00:00Z' },
      deliverySteps: backend.deliveries[0].steps,
    });
    await userEvent.click(
      await details.findByRole('button', { name: 'Push and pull now' }),
    );
    expect(await details.findByText(/Asked for a push/)).toBeInTheDocument();
    expect(
      details.getByRole('progressbar', { name: 'On its way' }),
    ).toBeInTheDocument();
    const steps = details.getByRole('list', { name: 'Steps of the delivery' });
    expect(steps).toHaveTextContent(/Used by pods · failed.*ago/);
    expect(steps).toHaveTextContent(
      'What to do: Restart the deployment checkout.',
    );
    const asked = backend.asked('POST', `${PATH}/sync`);
    expect(asked).toHaveLength(1);
    expect(asked[0].headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
    expect(page.analytics.getEvents()).toContainEqual(
      expect.objectContaining({ action: 'sync', subject: 'secret' }),
    );
  });

  it('offers to set a value again when its source is gone', async () => {
    backend.details.set(
      'payments/db-login',
      someDetails('db-login', {
        delivery: { state: 'SourceMissing', since: '2026-01-05T08:00:00Z' },
      }),
    );
    const { details } = await openDrawer();
    await userEvent.click(
      await details.findByRole('button', { name: 'Set the value again' }),
    );
    const form = within(
      await screen.findByRole('dialog', { name: 'Edit db-login' }),
    );
    expect(form.getByLabelText('All keys at once')).toBeChecked();
    expect(details.queryByText('Push and pull now')).not.toBeInTheDocument();
    expect(form.getByLabelText('Key')).toHaveValue('token');
  });

  it('S2.5: says why a deletion is stuck, asks for it again, and goes back to the list', async () => {
    backend.details.set(
      'payments/db-login',
      someDetails('db-login', {
        delivery: {
          state: 'DeleteStuck',
          since: '2026-01-05T08:00:00Z',
          message: 'The store openbao is sealed.',
        },
        deliverySteps: [
          {
            step: 'pushed',
            state: 'failed',
            sentence: 'The value is still in the store.',
            remedy: 'Have the store unsealed.',
          },
        ],
      }),
    );
    const page = await renderSecretsPage('/payments');
    await userEvent.click(
      await screen.findByRole('link', { name: 'db-login' }),
    );
    const drawer = await screen.findByRole('dialog', { name: 'db-login' });
    const details = within(drawer);
    const again = await details.findByRole('button', {
      name: 'Try again now',
    });
    expect(drawer).toHaveTextContent('The store openbao is sealed.');
    expect(drawer).toHaveTextContent('What to do: Have the store unsealed.');
    expect(
      details.queryByRole('button', { name: 'Edit' }),
    ).not.toBeInTheDocument();
    expect(await axe(drawer)).toHaveNoViolations();
    await userEvent.click(again);
    expect(
      await screen.findByText(
        'db-login is deleted: the store has confirmed it.',
      ),
    ).toBeInTheDocument();
    expect(page.address()).toBe('/settings/secrets/payments');
    await waitFor(() =>
      expect(
        screen.getByRole('region', { name: 'List of secrets' }),
      ).toHaveFocus(),
    );
  });
});
