import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import {
  aDelivery,
  anError,
  aNamespace,
  FakeSecretsBackend,
  renderSecretsPage,
} from '../../__testUtils__';

expect.extend(toHaveNoViolations);

const server = setupServer();
registerMswTestHooks(server);

const LINK = '/namespaces/payments/references';

let backend: FakeSecretsBackend;

beforeEach(() => {
  backend = new FakeSecretsBackend();
  server.use(...backend.handlers);
});

async function openDialog() {
  const page = await renderSecretsPage('/payments');
  (await screen.findByRole('button', { name: 'More ways to create' })).focus();
  await userEvent.keyboard('{Enter}');
  const item = await screen.findByRole('menuitem', { name: 'Link existing' });
  await waitFor(() => expect(item).toHaveFocus());
  await userEvent.keyboard('{Enter}');
  const dialog = await screen.findByRole('dialog', {
    name: 'Link an existing secret',
  });
  // The only plane is chosen by itself.
  await within(dialog).findByText('DataPlane/default');
  return { page, dialog, form: within(dialog) };
}

type Form = ReturnType<typeof within>;

const fill = async (form: Form, label: string, text: string) => {
  await userEvent.click(form.getByLabelText(label));
  await userEvent.paste(text);
};

const choose = async (form: Form, label: string, option: string) => {
  await userEvent.click(form.getByLabelText(label));
  await userEvent.click(await screen.findByRole('option', { name: option }));
};

const submit = (form: Form) =>
  userEvent.click(form.getByRole('button', { name: 'Link' }));

describe('LinkSecretDialog', () => {
  it('S2.9: links a path of the store with a mapping of its keys, without any value', async () => {
    backend.deliveries = [aDelivery('Unknown')];
    const { dialog, form } = await openDialog();
    expect(await axe(dialog)).toHaveNoViolations();
    await fill(form, 'Name', 'legacy-login');
    await choose(form, 'Type', 'Basic auth');
    await fill(form, 'Path', 'secret/payments/legacy/login');
    await fill(form, 'Key', 'password');
    await fill(form, 'Key there', 'pw');
    await submit(form);

    expect(
      await screen.findByRole('dialog', { name: 'Secret legacy-login' }),
    ).toBeInTheDocument();
    const [{ body, headers }, ...more] = backend.asked('POST', LINK);
    expect(more).toEqual([]);
    expect(body).toEqual({
      name: 'legacy-login',
      type: 'kubernetes.io/basic-auth',
      category: 'generic',
      targetPlane: { kind: 'DataPlane', name: 'default' },
      source: { kind: 'path', path: 'secret/payments/legacy/login' },
      keys: { mode: 'mapping', mapping: { password: 'pw' } },
    });
    expect(headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(
      await screen.findByRole('link', { name: 'legacy-login' }),
    ).toBeInTheDocument();
  });

  it('S2.9: links a Kubernetes Secret of the plane with all or its declared keys', async () => {
    const { form } = await openDialog();
    await fill(form, 'Name', 'database');
    await userEvent.click(form.getByLabelText('Which keys'));
    const options = () =>
      screen.getAllByRole('option').map(({ textContent }) => textContent);
    // A generic secret declares no keys, and nobody lists those of a path.
    expect(options()).toEqual(['Those named below']);
    await userEvent.keyboard('{Escape}');
    await choose(form, 'Type', 'TLS');
    await userEvent.click(
      form.getByRole('radio', { name: 'A Kubernetes Secret of the plane' }),
    );
    await fill(form, 'Namespace in the plane', 'dp-payments-shop');
    await fill(form, 'Name of the Kubernetes Secret', 'db-credentials');
    await userEvent.click(form.getByLabelText('Which keys'));
    expect(options()).toHaveLength(3);
    await userEvent.click(
      screen.getByRole('option', { name: 'All of the Kubernetes Secret' }),
    );
    await submit(form);
    await screen.findByRole('dialog', { name: 'Secret database' });
    expect(backend.asked('POST', LINK)[0].body).toMatchObject({
      source: {
        kind: 'secret',
        namespace: 'dp-payments-shop',
        name: 'db-credentials',
      },
      keys: { mode: 'all' },
    });
  });

  it('says about a link what can be said about any secret', async () => {
    const { form } = await openDialog();
    await fill(form, 'Name', 'legacy-login');
    await fill(form, 'Path', 'secret/payments/legacy/login');
    await fill(form, 'Key', 'password');
    await fill(form, 'Key there', 'pw');
    await userEvent.click(
      form.getByRole('button', { name: /^Description, owner/ }),
    );
    await fill(form, 'Description', 'Login of the old shop');
    await fill(form, 'Owner', 'group:default/team-payments');
    await fill(form, 'Project', 'shop');
    await fill(form, 'Component', 'check out');
    fireEvent.change(form.getByLabelText('Expires on'), {
      target: { value: '2027-03-01' },
    });
    await fill(form, 'Refresh interval', 'soon');
    await userEvent.click(form.getByRole('button', { name: 'Add label' }));
    await fill(form, 'Label', 'team');
    await fill(form, 'Label value', 'payments');
    await submit(form);
    await waitFor(() =>
      expect(form.getByLabelText('Refresh interval')).toBeInvalid(),
    );
    expect(backend.asked('POST', LINK)).toEqual([]);
    await userEvent.clear(form.getByLabelText('Refresh interval'));
    await fill(form, 'Refresh interval', '15m');

    backend.failures.set(
      `POST ${LINK}`,
      anError(400, 'InvalidRequest', 'One field needs to be corrected.', [
        { field: 'owner', message: 'There is no such owner.' },
        { field: 'component', message: 'A label may not hold spaces.' },
      ]),
    );
    await submit(form);
    await waitFor(() =>
      expect(form.getByLabelText('Owner')).toHaveAccessibleDescription(
        'There is no such owner.',
      ),
    );
    expect(form.getByLabelText('Component')).toHaveAccessibleDescription(
      'A label may not hold spaces.',
    );
    backend.failures.clear();
    await userEvent.clear(form.getByLabelText('Component'));
    await fill(form, 'Component', 'checkout');
    await submit(form);
    await screen.findByRole('dialog', { name: 'Secret legacy-login' });
    expect(backend.asked('POST', LINK).at(-1)!.body).toMatchObject({
      description: 'Login of the old shop',
      owner: 'group:default/team-payments',
      project: 'shop',
      component: 'checkout',
      expiresAt: '2027-03-01T00:00:00Z',
      refreshInterval: '15m',
      labels: { team: 'payments' },
    });
  });

  it('asks for what is missing before anything is sent, and goes there', async () => {
    const { form } = await openDialog();
    await submit(form);
    expect(await form.findByText('Name the path in the store.')).toBeVisible();
    expect(
      form.getByText('Name the key where the value is.'),
    ).toBeInTheDocument();
    expect(form.getByLabelText('Name')).toHaveFocus();
    expect(backend.asked('POST', LINK)).toEqual([]);
  });

  it('T33: places what the server refuses at its fields, as text', async () => {
    backend.failures.set(
      `POST ${LINK}`,
      anError(400, 'InvalidRequest', 'Three fields need to be corrected.', [
        {
          field: 'source.path',
          message: 'Nothing stands at <b>this</b> path.',
        },
        { field: 'keys.mapping.token', message: 'There is no key "t".' },
        { field: 'elsewhere', message: 'Something else.' },
      ]),
    );
    const { dialog, form } = await openDialog();
    await fill(form, 'Name', 'legacy-login');
    await fill(form, 'Path', 'secret/payments/nothing');
    await fill(form, 'Key', 'token');
    await fill(form, 'Key there', 't');
    await submit(form);
    await waitFor(() =>
      expect(form.getByLabelText('Path')).toHaveAccessibleDescription(
        'Nothing stands at <b>this</b> path.',
      ),
    );
    expect(dialog.querySelector('b')).toBeNull();
    expect(form.getByLabelText('Path')).toHaveFocus();
    expect(form.getByLabelText('Key there')).toHaveAccessibleDescription(
      'There is no key "t".',
    );
    expect(form.getByRole('alert')).toHaveTextContent(
      'elsewhere: Something else.',
    );

    backend.failures.set(
      `POST ${LINK}`,
      anError(409, 'SecretAlreadyExists', 'There is one of this name.'),
    );
    await submit(form);
    await waitFor(() =>
      expect(form.getByLabelText('Name')).toHaveAccessibleDescription(
        'There is one of this name.',
      ),
    );
  });

  it('asks before what was typed is lost', async () => {
    const { form } = await openDialog();
    await fill(form, 'Path', 'secret/payments/legacy/login');
    await userEvent.keyboard('{Escape}');
    expect(
      await screen.findByText(/Nothing has been linked/),
    ).toBeInTheDocument();
  });

  it('is not offered to who may not create', async () => {
    const permissions = { create: false, update: true, delete: true };
    backend.namespaces = [aNamespace('payments', { permissions })];
    await renderSecretsPage('/payments');
    await screen.findByRole('tab', { name: 'Findings' });
    expect(
      screen.queryByRole('button', { name: 'More ways to create' }),
    ).not.toBeInTheDocument();
  });
});
