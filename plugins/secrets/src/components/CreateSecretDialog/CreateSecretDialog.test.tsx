import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import {
  aDelivery,
  anError,
  aPlane,
  expectNoTrace,
  FakeSecretsBackend,
  renderSecretsPage,
} from '../../__testUtils__';

expect.extend(toHaveNoViolations);

const server = setupServer();
registerMswTestHooks(server);

const CANARY = 'canary-7f3a91';
const CREATE = '/namespaces/payments/secrets';
const CHECK = '/namespaces/payments/secret-validations';

let backend: FakeSecretsBackend;

beforeEach(() => {
  backend = new FakeSecretsBackend();
  server.use(...backend.handlers);
});

async function openDialog(type?: string) {
  const page = await renderSecretsPage('/payments');
  await userEvent.click(
    await screen.findByRole('button', { name: 'Create secret' }),
  );
  const dialog = await screen.findByRole('dialog', { name: 'Create secret' });
  if (type) {
    await userEvent.click(within(dialog).getByLabelText('Type'));
    await userEvent.click(await screen.findByRole('option', { name: type }));
  }
  // The only plane is chosen by itself.
  await within(dialog).findByText('DataPlane/default');
  return { page, dialog, form: within(dialog) };
}

type Form = ReturnType<typeof within>;

const fill = async (form: Form, label: string, text: string) => {
  await userEvent.click(form.getByLabelText(label));
  await userEvent.paste(text);
};

const choose = (form: Form, label: string, ...files: File[]) =>
  userEvent.upload(form.getByLabelText(label, { selector: 'input' }), files);

const submit = (form: Form) =>
  userEvent.click(form.getByRole('button', { name: 'Create secret' }));

async function sentBody() {
  await waitFor(() => expect(backend.asked('POST', CREATE)).toHaveLength(1));
  return backend.asked('POST', CREATE)[0].body;
}

describe('CreateSecretDialog', () => {
  it('S2.8, S2.9, S2.10: creates a generic secret, follows its delivery and shows it in the list', async () => {
    backend.deliveries = [
      aDelivery('Pushing'),
      aDelivery('Pushing'),
      aDelivery('Synced'),
    ];
    const { page, dialog, form } = await openDialog();
    expect(await axe(dialog)).toHaveNoViolations();
    await fill(form, 'Name', 'api-token');
    await fill(form, 'Key', 'token');
    await fill(form, 'Value', CANARY);
    await userEvent.click(
      form.getByRole('button', { name: /Description, owner/ }),
    );
    await fill(form, 'Description', 'Token of the billing API');
    await fill(form, 'Owner', 'group:default/team-payments');
    await fill(form, 'Project', 'shop');
    await fill(form, 'Component', 'checkout');
    await userEvent.click(form.getByRole('button', { name: 'Add label' }));
    await fill(form, 'Label', 'tier');
    await fill(form, 'Label value', 'backend');
    await submit(form);

    expect(await sentBody()).toEqual({
      name: 'api-token',
      type: 'Opaque',
      category: 'generic',
      targetPlane: { kind: 'DataPlane', name: 'default' },
      data: { token: { value: CANARY, encoding: 'utf8' } },
      labels: { tier: 'backend' },
      description: 'Token of the billing API',
      owner: 'group:default/team-payments',
      project: 'shop',
      component: 'checkout',
    });
    const created = await screen.findByRole('dialog', {
      name: 'Secret api-token',
    });
    expect(within(created).getByText('Pushing')).toBeInTheDocument();
    expect(
      await within(created).findByText('Synced', {}, { timeout: 5_000 }),
    ).toBeInTheDocument();
    const asked = backend.asked('GET', `${CREATE}/api-token/delivery`).length;
    expect(asked).toBe(3);
    expect(await axe(created)).toHaveNoViolations();

    await userEvent.click(
      within(created).getByRole('button', { name: 'Close' }),
    );
    expect(
      await screen.findByRole('link', { name: 'api-token' }),
    ).toBeInTheDocument();
    expectNoTrace(page, CANARY);
  });

  it('S2.8: sends a basic auth login', async () => {
    const { form } = await openDialog('Basic auth');
    await fill(form, 'Name', 'db-login');
    await userEvent.click(form.getByLabelText('Category'));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Git credentials' }),
    );
    await fill(form, 'User name', 'app');
    await fill(form, 'Password', CANARY);
    await submit(form);
    expect(await sentBody()).toMatchObject({
      type: 'kubernetes.io/basic-auth',
      category: 'git-credentials',
      data: {
        username: { value: 'app', encoding: 'utf8' },
        password: { value: CANARY, encoding: 'utf8' },
      },
    });
  });

  it('S2.8, T11: sends a certificate and its key from files, byte for byte', async () => {
    const certificate =
      '\ufeff-----BEGIN CERTIFICATE-----\r\nAA==\r\n-----END CERTIFICATE-----\r\n';
    const { form } = await openDialog('TLS');
    await fill(form, 'Name', 'edge-tls');
    await choose(
      form,
      'File for Certificate',
      new File([certificate], 'tls.crt'),
    );
    await choose(form, 'File for Private key', new File([CANARY], 'tls.key'));
    expect(await form.findByText(/tls\.key \(13 B\)/)).toBeInTheDocument();
    expect(screen.queryByDisplayValue(CANARY)).not.toBeInTheDocument();
    await submit(form);
    expect(await sentBody()).toMatchObject({
      type: 'kubernetes.io/tls',
      data: {
        'tls.crt': { value: certificate, encoding: 'utf8' },
        'tls.key': { value: CANARY, encoding: 'utf8' },
      },
    });
  });

  it('S2.8: sends a pasted SSH key with its last newline', async () => {
    const { form } = await openDialog('SSH key');
    await fill(form, 'Name', 'deploy-key');
    await fill(form, 'SSH private key', `${CANARY}\n`);
    await submit(form);
    expect(await sentBody()).toMatchObject({
      type: 'kubernetes.io/ssh-auth',
      data: { 'ssh-privatekey': { value: `${CANARY}\n`, encoding: 'utf8' } },
    });
  });

  it('S2.8: makes a Docker config from server and login', async () => {
    const { form } = await openDialog('Docker registry');
    await fill(form, 'Name', 'registry');
    await fill(form, 'Registry server', 'registry.example.com');
    await fill(form, 'User name', 'robot');
    await fill(form, 'Password', 'pässword');
    await submit(form);
    const { data } = await sentBody();
    const { auths } = JSON.parse(data['.dockerconfigjson'].value);
    const { auth, ...login } = auths['registry.example.com'];
    expect(login).toEqual({ username: 'robot', password: 'pässword' });
    expect(Buffer.from(auth, 'base64').toString()).toBe('robot:pässword');
  });

  it('S2.8: takes a whole Docker config as it is', async () => {
    const config = '{"auths":{"registry.example.com":{"auth":"YTpi"}}}\n';
    const { form } = await openDialog('Docker registry');
    await fill(form, 'Name', 'registry');
    await userEvent.click(form.getByLabelText('Docker config file'));
    await choose(
      form,
      'File for config.json',
      new File([config], 'config.json'),
    );
    await submit(form);
    expect((await sentBody()).data).toEqual({
      '.dockerconfigjson': { value: config, encoding: 'utf8' },
    });
  });

  it('takes several files and a .env block apart into keys', async () => {
    const { form } = await openDialog();
    await fill(form, 'Name', 'app-env');
    await choose(
      form,
      'Add files',
      new File(['a'], 'one.txt'),
      new File(['b'], 'two.txt'),
    );
    await userEvent.click(form.getByRole('button', { name: 'Paste .env' }));
    await fill(form, 'Block of KEY=value lines', 'A=1\nnonsense');
    await userEvent.click(
      form.getByRole('button', { name: 'Take over as keys' }),
    );
    expect(
      form.getByText('Not of the form KEY=value: line 2.'),
    ).toBeInTheDocument();
    await userEvent.clear(form.getByLabelText('Block of KEY=value lines'));
    await fill(form, 'Block of KEY=value lines', 'A=1\n__proto__="x y"');
    await userEvent.click(
      form.getByRole('button', { name: 'Take over as keys' }),
    );
    await submit(form);
    const { data } = await sentBody();
    expect(Object.keys(data)).toEqual(['one.txt', 'two.txt', 'A', '__proto__']);
    expect(Object.entries(data).at(-1)![1]).toEqual({
      value: 'x y',
      encoding: 'utf8',
    });
  });

  it('T11: says that a file is not text, and stores it as base64 when asked to', async () => {
    const { form } = await openDialog();
    await fill(form, 'Name', 'keystore');
    await choose(
      form,
      'File for Value',
      new File([new Uint8Array([0xff, 0x00, 0xfe])], 'store.p12'),
    );
    expect(form.getByLabelText('Key')).toHaveValue('store.p12');
    await userEvent.click(await form.findByLabelText(/Store as base64 text/));
    await submit(form);
    expect((await sentBody()).data).toEqual({
      'store.p12': { value: '/wD+', encoding: 'base64', storeAs: 'base64' },
    });
  });

  it('refuses what cannot be right before anything is sent, and goes to the first problem', async () => {
    const { form } = await openDialog();
    await fill(form, 'Name', 'Not A Name');
    await userEvent.click(form.getByRole('button', { name: 'Add key' }));
    for (const key of form.getAllByLabelText('Key')) {
      await userEvent.type(key, 'same');
    }
    await submit(form);
    expect(form.getByLabelText('Name')).toHaveFocus();
    expect(form.getByLabelText('Name')).toBeInvalid();
    expect(form.getAllByText('This key is there twice.')).toHaveLength(2);
    expect(backend.asked('POST', CREATE)).toEqual([]);
  });

  it('tells the size, and refuses more than the plane can hold', async () => {
    const { maxBytes } = aPlane('default').capabilities;
    const { form } = await openDialog();
    await fill(form, 'Name', 'big');
    await choose(
      form,
      'File for Value',
      new File([new Uint8Array(maxBytes + 1)], 'big.bin'),
    );
    expect(
      await form.findByText(/The values have 700 KiB together/),
    ).toBeInTheDocument();
    await submit(form);
    expect(await form.findByRole('alert')).toHaveTextContent(/at most 700 KiB/);
    expect(backend.asked('POST', CREATE)).toEqual([]);
  });

  it('T38: shows what the server refuses at the field, and the rest in a summary', async () => {
    backend.failures.set(
      `POST ${CREATE}`,
      anError(400, 'InvalidSecret', 'Three fields need to be corrected.', [
        {
          field: 'data.tls.key',
          message: 'The key does not belong to the certificate.',
        },
        {
          field: 'targetPlane.kind',
          message: 'This kind cannot be used here.',
        },
        { field: 'template.labels', message: 'Too many labels.' },
      ]),
    );
    const { form, page } = await openDialog('TLS');
    await fill(form, 'Name', 'edge-tls');
    await fill(form, 'Certificate', 'certificate');
    await fill(form, 'Private key', CANARY);
    await submit(form);

    const summary = await form.findByRole('alert');
    expect(summary).toHaveTextContent('Three fields need to be corrected.');
    expect(summary).toHaveTextContent('template.labels: Too many labels.');
    expect(form.getByLabelText('Private key')).toBeInvalid();
    expect(form.getByLabelText('Private key')).toHaveAccessibleDescription(
      'The key does not belong to the certificate.',
    );
    expect(
      form.getByText('This kind cannot be used here.'),
    ).toBeInTheDocument();
    expect(form.getByLabelText('Certificate')).toBeValid();

    // What was typed stays for the next attempt, which is another request with a key of its own.
    backend.failures.clear();
    await submit(form);
    await screen.findByRole('dialog', { name: 'Secret edge-tls' });
    const keys = backend
      .asked('POST', CREATE)
      .map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).not.toBe(keys[0]);
    expectNoTrace(page, CANARY);
  });

  it('T38: shows what the check finds wrong at the field, and writes nothing', async () => {
    backend.validation = {
      valid: false,
      errors: [
        { field: 'data.token', message: 'It is not a token.' },
        { field: 'labels.tier', message: 'This label is reserved.' },
      ],
      warnings: [{ field: 'data.token', message: 'It looks short.' }],
    };
    const { form } = await openDialog();
    await fill(form, 'Name', 'api-token');
    await fill(form, 'Key', 'token');
    await fill(form, 'Value', CANARY);
    await submit(form);
    const summary = await form.findByRole('alert');
    expect(summary).toHaveTextContent('Nothing has been created');
    expect(summary).toHaveTextContent('labels.tier: This label is reserved.');
    expect(form.getByLabelText('Value')).toHaveAccessibleDescription(
      'It is not a token.',
    );
    expect(form.getByLabelText('Value')).toHaveFocus();
    expect(backend.asked('POST', CREATE)).toEqual([]);

    backend.validation = { valid: true, errors: [], warnings: [] };
    await submit(form);
    await screen.findByRole('dialog', { name: 'Secret api-token' });
  });

  it('shows warnings before anything is written, and creates when told to go on', async () => {
    backend.validation.warnings = [
      { field: 'data.token', message: 'It looks like a placeholder.' },
    ];
    const { form, page } = await openDialog();
    await fill(form, 'Name', 'api-token');
    await fill(form, 'Key', 'token');
    await fill(form, 'Value', 'changeme');
    await submit(form);
    const doubts = await form.findByRole('alert');
    expect(doubts).toHaveTextContent('token: It looks like a placeholder.');
    await waitFor(() => expect(doubts).toHaveFocus());
    expect(
      form.getByRole('button', { name: 'Create anyway' }),
    ).toBeInTheDocument();
    expect(backend.asked('POST', CREATE)).toEqual([]);

    // What is changed afterwards is checked again.
    await userEvent.clear(form.getByLabelText('Value'));
    await fill(form, 'Value', CANARY);
    expect(form.queryByRole('alert')).not.toBeInTheDocument();
    await submit(form);
    await userEvent.click(
      await form.findByRole('button', { name: 'Create anyway' }),
    );
    await screen.findByRole('dialog', { name: 'Secret api-token' });
    expect(backend.asked('POST', CHECK)).toHaveLength(2);
    const [created, ...more] = backend.asked('POST', CREATE);
    expect(more).toEqual([]);
    expect(created.body.data.token.value).toBe(CANARY);
    expectNoTrace(page, CANARY);
  });

  it('says that nobody answered the check, and tries again when told to', async () => {
    backend.failures.set(
      `POST ${CHECK}`,
      anError(401, 'NotAuthenticated', 'No valid token.'),
    );
    const { form } = await openDialog();
    await fill(form, 'Name', 'api-token');
    await fill(form, 'Key', 'token');
    await fill(form, 'Value', CANARY);
    await submit(form);
    expect(await form.findByRole('alert')).toHaveTextContent(
      'Your session has ended.',
    );
    expect(form.getByLabelText('Value')).toHaveValue(CANARY);
    backend.failures.clear();
    await submit(form);
    await screen.findByRole('dialog', { name: 'Secret api-token' });
  });

  it('shows a name that is taken at the name', async () => {
    backend.failures.set(
      `POST ${CREATE}`,
      anError(409, 'SecretAlreadyExists', 'There is a secret of that name.'),
    );
    const { form } = await openDialog();
    await fill(form, 'Name', 'taken');
    await fill(form, 'Key', 'token');
    await submit(form);
    await waitFor(() => expect(form.getByLabelText('Name')).toHaveFocus());
    expect(form.getByLabelText('Name')).toHaveAccessibleDescription(
      'There is a secret of that name.',
    );
  });

  it('S2.9: says of each plane whether it can be used, and why not', async () => {
    backend.planes = [
      aPlane('default'),
      aPlane('edge', { reachable: false }),
      aPlane('bare', { store: undefined }),
      aPlane('slow', {
        store: { name: 'vault', ready: false, message: 'It is sealed.' },
      }),
    ];
    await renderSecretsPage('/payments');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create secret' }),
    );
    const form = within(await screen.findByRole('dialog'));
    await waitFor(() =>
      expect(form.getByLabelText('Target plane')).not.toHaveAttribute(
        'aria-disabled',
      ),
    );
    await userEvent.click(form.getByLabelText('Target plane'));
    const options = await screen.findAllByRole('option');
    expect(options.map(({ textContent }) => textContent)).toEqual([
      'DataPlane/defaultStore main is ready.',
      'DataPlane/edgeDoes not answer.',
      'DataPlane/bareNames no secret store, so nothing can be written there.',
      'DataPlane/slowStore vault is not ready. It is sealed.',
    ]);
    expect(options.map(o => o.getAttribute('aria-disabled'))).toEqual([
      'false',
      'true',
      'true',
      'false',
    ]);
  });

  it('shows a delivery that fails, with what to do', async () => {
    backend.deliveries = [
      aDelivery('Failed', {
        message: 'The store refuses.',
        steps: [
          {
            step: 'pushed',
            state: 'failed',
            sentence: 'The store refused the value.',
            remedy: 'Ask who runs the store for the right to write.',
          },
        ],
      }),
    ];
    const { form } = await openDialog();
    await fill(form, 'Name', 'api-token');
    await fill(form, 'Key', 'token');
    await submit(form);
    const created = await screen.findByRole('dialog', {
      name: 'Secret api-token',
    });
    expect(await within(created).findByText('Failed')).toBeInTheDocument();
    expect(created).toHaveTextContent('The store refuses.');
    expect(created).toHaveTextContent(
      'What to do: Ask who runs the store for the right to write.',
    );
  });

  it('T5: masks values, lets nothing remember them, and hides them again by itself', async () => {
    const { form } = await openDialog('Basic auth');
    const password = form.getByLabelText('Password');
    expect(password).toHaveAttribute('type', 'password');
    expect(password).toHaveAttribute('autocomplete', 'new-password');
    await userEvent.click(form.getByLabelText('Type'));
    await userEvent.click(
      await screen.findByRole('option', { name: 'SSH key' }),
    );
    const key = form.getByLabelText('SSH private key');
    expect(key).toHaveAttribute('data-masked', 'true');
    expect(key).toHaveAttribute('autocomplete', 'off');
    expect(key).toHaveAttribute('spellcheck', 'false');
    expect(document.head.innerHTML).toMatch(
      /\[data-masked="true"\]\s*\{\s*-webkit-text-security:\s*disc/,
    );

    const toggle = form.getByRole('button', { name: 'Show SSH private key' });
    await userEvent.click(toggle);
    expect(key).toHaveAttribute('data-masked', 'false');
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    act(() => {
      document.dispatchEvent(new Event('visibilitychange'));
    });
    hidden.mockRestore();
    expect(key).toHaveAttribute('data-masked', 'true');
  });

  it('T5, T34: hides a shown value after 30 seconds', async () => {
    const { form } = await openDialog('SSH key');
    const key = form.getByLabelText('SSH private key');
    jest.useFakeTimers();
    try {
      act(() =>
        form.getByRole('button', { name: 'Show SSH private key' }).click(),
      );
      act(() => {
        jest.advanceTimersByTime(29_000);
      });
      expect(key).toHaveAttribute('data-masked', 'false');
      act(() => {
        jest.advanceTimersByTime(1_500);
      });
      expect(key).toHaveAttribute('data-masked', 'true');
    } finally {
      jest.useRealTimers();
    }
  });

  it('T5: asks before typed input is lost, and keeps nothing of it', async () => {
    const { form, page } = await openDialog();
    await fill(form, 'Value', CANARY);
    await userEvent.click(form.getByRole('button', { name: 'Cancel' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Keep editing' }),
    );
    expect(form.getByLabelText('Value')).toHaveValue(CANARY);

    await userEvent.click(await form.findByRole('button', { name: 'Cancel' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Discard' }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expectNoTrace(page, CANARY);

    await userEvent.click(
      screen.getByRole('button', { name: 'Create secret' }),
    );
    expect(await screen.findByLabelText('Value')).toHaveValue('');
  });

  it('T33: shows markup in what the server answers as text', async () => {
    const markup = '<img src=x onerror="window.xss = true">';
    backend.failures.set(
      `POST ${CREATE}`,
      anError(400, 'InvalidSecret', markup, [
        { field: 'data.token', message: markup },
      ]),
    );
    const { form } = await openDialog();
    await fill(form, 'Name', 'api-token');
    await fill(form, 'Key', 'token');
    await submit(form);
    expect(await form.findAllByText(markup)).toHaveLength(2);
    expect(document.querySelector('img')).not.toBeInTheDocument();
  });
});
