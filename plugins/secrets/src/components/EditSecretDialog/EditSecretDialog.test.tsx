import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import {
  aDelivery,
  anError,
  aSecret,
  expectNoTrace,
  FakeSecretsBackend,
  renderSecretsPage,
  someDetails,
} from '../../__testUtils__';

expect.extend(toHaveNoViolations);

const server = setupServer();
registerMswTestHooks(server);

const CANARY = 'canary-7f3a91';
const PATH = '/namespaces/payments/secrets/db-login';

let backend: FakeSecretsBackend;

beforeEach(() => {
  backend = new FakeSecretsBackend();
  server.use(...backend.handlers);
  backend.secrets = [aSecret('db-login')];
});

type Form = ReturnType<typeof within>;

const press = (form: Form, name: string) =>
  userEvent.click(form.getByRole('button', { name }));

const fill = async (form: Form, label: string, text: string) => {
  await userEvent.click(form.getByLabelText(label));
  await userEvent.paste(text);
};

async function openEdit(change: Partial<SecretDetails> = {}) {
  backend.details.set(
    'payments/db-login',
    someDetails('db-login', { keys: ['old', 'token'], ...change }),
  );
  const page = await renderSecretsPage('/payments/db-login');
  await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
  const dialog = await screen.findByRole('dialog', { name: 'Edit db-login' });
  return { page, dialog, form: within(dialog) };
}

const untilAsked = (times: number) =>
  waitFor(() => expect(backend.asked('PATCH', PATH)).toHaveLength(times));

async function review(form: Form) {
  await press(form, 'Review changes');
  await form.findByRole('heading', { name: 'What will change' });
}

/** Terms of a summary with the names that stand beside them. */
function readSummary(form: Form): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const term of form.getAllByRole('term')) {
    const chips = within(term.nextElementSibling as HTMLElement);
    const names = chips.queryAllByRole('listitem').map(i => i.textContent);
    facts[term.textContent!] =
      names.length > 0
        ? names.join(' ')
        : term.nextElementSibling!.textContent!;
  }
  return facts;
}

describe('EditSecretDialog', () => {
  it('S2.5, S2.12, T5: rotates one key, removes one, adds one, says so before, and keeps nothing of it', async () => {
    backend.deliveries = [aDelivery('Pushing'), aDelivery('Synced')];
    const { page, dialog, form } = await openEdit();
    expect(
      within(form.getByRole('list', { name: 'Keys' }))
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      expect.stringContaining('old kept, unseen'),
      expect.stringContaining('token kept, unseen'),
    ]);
    expect(await axe(dialog)).toHaveNoViolations();

    await press(form, 'Replace value of token');
    const field = form.getByLabelText('New value of token');
    expect(field).toHaveFocus();
    expect(field).toHaveAttribute('data-masked', 'true');
    expect(field).toHaveAttribute('autocomplete', 'off');
    await userEvent.paste(CANARY);
    await press(form, 'Remove old');
    await press(form, 'Add key');
    await fill(form, 'Key', 'fresh');
    await fill(form, 'Value', 'x');
    await review(form);
    expect(readSummary(form)).toEqual({
      Added: 'fresh',
      Replaced: 'token',
      Removed: 'old',
    });
    expect(dialog.outerHTML).not.toContain(CANARY);
    expect(await axe(dialog)).toHaveNoViolations();

    const save = form.getByRole('button', { name: 'Save changes' });
    expect(save).toBeDisabled();
    expect(backend.asked('PATCH', PATH)).toEqual([]);
    await userEvent.click(form.getByLabelText('Remove old'));
    await userEvent.dblClick(save);

    const saved = await screen.findByRole('dialog', {
      name: 'db-login is changed',
    });
    expect(
      await within(saved).findByText('Synced', {}, { timeout: 5_000 }),
    ).toBeInTheDocument();
    expect(backend.asked('PATCH', PATH)).toHaveLength(1);
    const [request] = backend.asked('PATCH', PATH);
    expect(request.headers.get('If-Match')).toBe('"1"');
    expect(request.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
    expect(request.body).toEqual({
      data: {
        token: { value: CANARY, encoding: 'utf8' },
        fresh: { value: 'x', encoding: 'utf8' },
        old: null,
      },
    });
    expectNoTrace(page, CANARY);
    await press(within(saved), 'Close');
    await waitFor(() => expect(saved).not.toBeInTheDocument());
    expectNoTrace(page, CANARY);
    expect(page.analytics.getEvents()).toContainEqual(
      expect.objectContaining({
        action: 'update',
        subject: 'secret',
        attributes: { type: 'Opaque' },
      }),
    );
  });

  it('changes only what describes the secret: what is emptied goes, what is not touched is not sent', async () => {
    const { form } = await openEdit({
      description: 'Login',
      owner: 'group:default/team-payments',
      expiresAt: '2090-01-01T09:30:00Z',
      labels: {
        tier: 'backend',
        stage: 'test',
        'openchoreo.dev/project': 'shop',
      },
    });
    await userEvent.click(
      form.getByRole('button', { name: /Description, owner/ }),
    );
    await userEvent.clear(form.getByLabelText('Owner'));
    await fill(form, 'Refresh interval', 'soon');
    await press(form, 'Review changes');
    expect(await form.findByText(/Write a duration such as/)).toBeVisible();
    await userEvent.clear(form.getByLabelText('Refresh interval'));
    await fill(form, 'Refresh interval', '15m');
    await press(form, 'Remove label 1');
    await review(form);
    expect(readSummary(form)).toEqual({
      'Kept, unseen': 'old token',
      Owner: 'group:default/team-payments → nothing',
      'Refresh interval': 'nothing → 15m',
      'Label tier': 'backend → nothing',
    });
    await press(form, 'Save changes');
    await screen.findByRole('dialog', { name: 'db-login is changed' });
    expect(backend.asked('PATCH', PATH)[0].body).toEqual({
      owner: null,
      refreshInterval: '15m',
      labels: { tier: null },
    });
  });

  it('S2.12: replaces all keys, naming those that go, and takes no empty value for one that is there', async () => {
    const { form } = await openEdit();
    await userEvent.click(form.getByLabelText('All keys at once'));
    expect(
      form.getAllByLabelText('Key').map(input => (input as any).value),
    ).toEqual(['old', 'token']);
    await press(form, 'Remove key 1');
    await press(form, 'Review changes');
    expect(await form.findByText('A value is needed.')).toBeVisible();
    await fill(form, 'Value', CANARY);
    await review(form);
    expect(readSummary(form)).toEqual({ Replaced: 'token', Removed: 'old' });
    await userEvent.click(form.getByLabelText('Remove old'));
    await press(form, 'Save changes');
    await screen.findByRole('dialog', { name: 'db-login is changed' });
    expect(backend.asked('PUT', `${PATH}/data`)[0].body).toEqual({
      data: { token: { value: CANARY, encoding: 'utf8' } },
    });
  });

  it('generates on the server by rules, and shows the public half of a key pair once', async () => {
    backend.generated = { deploy: { publicKey: 'ssh-ed25519 AAAA demo' } };
    const { form } = await openEdit();
    await press(form, 'Replace value of token');
    await press(form, 'Generate New value of token');
    const rules = await screen.findByRole('dialog', {
      name: 'Generate a value',
    });
    expect(await axe(rules)).toHaveNoViolations();
    const length = within(rules).getByLabelText('Characters');
    await userEvent.clear(length);
    await userEvent.type(length, '4');
    const take = within(rules).getByRole('button', {
      name: 'Generate on save',
    });
    expect(take).toBeDisabled();
    await userEvent.type(length, '8');
    await userEvent.click(within(rules).getByLabelText('Symbols'));
    await userEvent.click(within(rules).getByLabelText('A–Z'));
    await userEvent.click(take);
    expect(
      await form.findByRole('group', { name: 'New value of token' }),
    ).toHaveTextContent('password of 48 characters');

    await press(form, 'Add key');
    await fill(form, 'Key', 'deploy');
    await press(form, 'Generate Value');
    const pair = within(
      await screen.findByRole('dialog', { name: 'Generate a value' }),
    );
    await userEvent.click(pair.getByLabelText('SSH key pair (Ed25519)'));
    await fill(pair, 'Comment (optional)', 'deploy@shop');
    await press(pair, 'Generate on save');
    await review(form);
    await press(form, 'Save changes');

    const saved = within(
      await screen.findByRole('dialog', { name: 'db-login is changed' }),
    );
    expect(
      saved.getByRole('region', { name: 'Public key of deploy' }),
    ).toHaveTextContent('ssh-ed25519 AAAA demo');
    expect(backend.asked('PATCH', PATH)[0].body).toEqual({
      data: {
        token: {
          generate: {
            kind: 'password',
            length: 48,
            characters: ['lower', 'digits', 'symbols'],
          },
        },
        deploy: {
          generate: { kind: 'ssh-ed25519', comment: 'deploy@shop' },
        },
      },
    });
  });

  it('takes certificate and key together, and leaves what a type cannot do without', async () => {
    const { form } = await openEdit({
      type: 'kubernetes.io/tls',
      keys: ['ca.crt', 'tls.crt', 'tls.key'],
    });
    expect(
      form.getByRole('button', { name: 'Remove ca.crt' }),
    ).toBeInTheDocument();
    expect(
      form.queryByRole('button', { name: 'Remove tls.crt' }),
    ).not.toBeInTheDocument();
    await press(form, 'Replace value of tls.key');
    await fill(form, 'New value of tls.crt', 'certificate');
    await press(form, 'Review changes');
    expect(await form.findByText('A value is needed.')).toBeVisible();
    expect(form.getByLabelText('New value of tls.key')).toHaveFocus();
    await press(form, 'Keep tls.crt as it is');
    expect(
      form.queryByLabelText('New value of tls.key'),
    ).not.toBeInTheDocument();
    await press(form, 'Review changes');
    expect(await form.findByRole('alert')).toHaveTextContent(
      'Nothing would change yet.',
    );
  });

  it('T20: shows what somebody else changed beside what was typed, and applies it on top when told to', async () => {
    const { form, dialog } = await openEdit({ description: 'Login' });
    await press(form, 'Replace value of token');
    await userEvent.paste(CANARY);
    await press(form, 'Remove old');
    await review(form);
    backend.conflict = [
      { field: 'data.token', message: 'Changed by user:default/platform.' },
      { field: 'data.extra', message: 'Added by user:default/platform.' },
    ];
    backend.details.set(
      'payments/db-login',
      someDetails('db-login', {
        keys: ['extra', 'old', 'token'],
        etag: '"7"',
        description: 'Login of the billing database',
        updatedAt: new Date().toISOString(),
        updatedBy: 'user:default/platform',
      }),
    );
    await userEvent.click(form.getByLabelText('Remove old'));
    await press(form, 'Save changes');
    expect(
      await form.findByRole('heading', { name: 'Somebody else was faster' }),
    ).toHaveFocus();
    const theirs = form.getByRole('region', { name: 'Changed meanwhile' });
    expect(
      within(theirs)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'extra: Added by user:default/platform.',
      'token: Changed by user:default/platform.',
      'Description',
    ]);
    expect(theirs).toHaveTextContent('Last changed by user:default/platform, ');
    expect(
      form.getByText('You both changed: token.', { exact: false }),
    ).toBeInTheDocument();
    expect(readSummary(form)).toEqual({
      Replaced: 'token',
      Removed: 'old',
      'Kept, unseen': 'extra',
    });
    expect(dialog.outerHTML).not.toContain(CANARY);
    expect(await axe(dialog)).toHaveNoViolations();

    await userEvent.click(form.getByLabelText('Remove old'));
    await press(form, 'Apply mine on top');
    await screen.findByRole('dialog', { name: 'db-login is changed' });
    const [first, second] = backend.asked('PATCH', PATH);
    expect(second.body).toEqual({
      data: { token: { value: CANARY, encoding: 'utf8' }, old: null },
    });
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('If-Match')).toBe('"7"');
    expect(second.headers.get('Idempotency-Key')).not.toBe(
      first.headers.get('Idempotency-Key'),
    );
  });

  it('T20: says that a secret was deleted meanwhile, and T5: forgets what was typed for it', async () => {
    const { form, page } = await openEdit();
    await press(form, 'Replace value of token');
    await userEvent.paste(CANARY);
    await review(form);
    backend.failures.set(
      `PATCH ${PATH}`,
      anError(404, 'SecretNotFound', 'There is no such secret.'),
    );
    await press(form, 'Save changes');
    expect(await form.findByRole('alert')).toHaveTextContent(
      'The secret has been deleted meanwhile',
    );
    await press(form, 'Discard mine');
    await waitFor(() =>
      expect(
        screen.queryByRole('dialog', { name: 'Edit db-login' }),
      ).not.toBeInTheDocument(),
    );
    expectNoTrace(page, CANARY);
  });

  it('T21: sends the same key again when no answer came; T33, T38: puts what is refused at its field, as text', async () => {
    const markup = '<img src=x onerror="window.xss = true">';
    const { form } = await openEdit();
    await press(form, 'Replace value of token');
    await userEvent.paste(CANARY);
    await review(form);
    backend.failures.set(`PATCH ${PATH}`, anError(504, 'Timeout', 'Too slow.'));
    for (const attempts of [1, 2]) {
      await press(form, 'Save changes');
      await untilAsked(attempts);
      expect(await form.findByRole('alert')).toHaveTextContent('Too slow.');
    }
    backend.failures.set(
      `PATCH ${PATH}`,
      anError(400, 'InvalidSecret', markup, [
        { field: 'data.token', message: markup },
      ]),
    );
    await press(form, 'Save changes');
    const field = await form.findByLabelText('New value of token');
    expect(field).toHaveAccessibleDescription(markup);
    expect(field).toHaveValue(CANARY);
    expect(document.querySelector('img')).not.toBeInTheDocument();

    backend.failures.clear();
    await review(form);
    await press(form, 'Save changes');
    await screen.findByRole('dialog', { name: 'db-login is changed' });
    const keys = backend
      .asked('PATCH', PATH)
      .map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).toBe(keys[0]);
    expect(keys[3]).not.toBe(keys[0]);
  });

  it('T5: asks before typed input is lost by Escape, and forgets it when told to', async () => {
    const { form, page } = await openEdit();
    await press(form, 'Replace value of token');
    await userEvent.paste(CANARY);
    await userEvent.keyboard('{Escape}');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Keep editing' }),
    );
    // Until the question is gone, nothing beneath it can be reached.
    await form.findByRole('button', { name: 'Cancel' });
    expect(form.getByLabelText('New value of token')).toHaveValue(CANARY);
    await userEvent.keyboard('{Escape}');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Discard' }),
    );
    await waitFor(() =>
      expect(
        screen.queryByRole('dialog', { name: 'Edit db-login' }),
      ).not.toBeInTheDocument(),
    );
    expectNoTrace(page, CANARY);
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
    expect(await screen.findAllByText('kept, unseen')).toHaveLength(2);
  });

  it('rotates a key with the keyboard alone', async () => {
    await openEdit();
    const tabTo = async (name: string) => {
      const button = screen.getByRole('button', { name });
      for (let steps = 0; document.activeElement !== button; steps++) {
        expect(steps).toBeLessThan(30);
        await userEvent.tab();
      }
    };
    await tabTo('Replace value of token');
    await userEvent.keyboard('{Enter}');
    expect(screen.getByLabelText('New value of token')).toHaveFocus();
    await userEvent.keyboard('rotated');
    await tabTo('Review changes');
    await userEvent.keyboard('{Enter}');
    expect(
      await screen.findByRole('heading', { name: 'What will change' }),
    ).toHaveFocus();
    await tabTo('Save changes');
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('dialog', { name: 'db-login is changed' });
    expect(backend.asked('PATCH', PATH)[0].body.data).toEqual({
      token: { value: 'rotated', encoding: 'utf8' },
    });
  });

  it('S1.4: sets only the values of a reference that is kept in Git', async () => {
    const { form } = await openEdit({ managed: false, source: 'gitops' });
    expect(form.getByText(/The reference is kept in Git/)).toBeInTheDocument();
    expect(
      form.getByRole('button', { name: 'Replace value of token' }),
    ).toBeInTheDocument();
    for (const name of [/^Remove /, 'Add key', /Description, owner/]) {
      expect(form.queryByRole('button', { name })).not.toBeInTheDocument();
    }
  });
});
