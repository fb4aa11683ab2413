import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import {
  anError,
  aSecret,
  FakeSecretsBackend,
  renderSecretsPage,
  someDetails,
} from '../../__testUtils__';

expect.extend(toHaveNoViolations);

const server = setupServer();
registerMswTestHooks(server);

const ADOPT = '/namespaces/payments/secrets/db-login/adopt';

let backend: FakeSecretsBackend;

beforeEach(() => {
  backend = new FakeSecretsBackend();
  server.use(...backend.handlers);
  backend.secrets = [aSecret('db-login')];
  backend.planned = [
    {
      object: 'SecretReference',
      action: 'update',
      sentence: 'The reference gets the marks of this portal.',
    },
    {
      object: 'PushSecret',
      action: 'keep',
      sentence: '<img src=x> stays as it is.',
    },
  ];
});

async function openDrawer(change: Partial<SecretDetails> = {}) {
  backend.details.set(
    'payments/db-login',
    someDetails('db-login', { managed: false, source: 'manual', ...change }),
  );
  await renderSecretsPage('/payments/db-login');
  const drawer = await screen.findByRole('dialog', { name: 'db-login' });
  await within(drawer).findByText(/Not made here/);
  return within(drawer);
}

async function openDialog() {
  const details = await openDrawer();
  details.getByRole('button', { name: 'Take over…' }).focus();
  await userEvent.keyboard('{Enter}');
  const dialog = await screen.findByRole('dialog', {
    name: 'Take over db-login?',
  });
  return { dialog, ways: within(dialog) };
}

describe('AdoptSecretDialog', () => {
  it('T19, T33: says what would change, and takes over once what was seen', async () => {
    const { dialog, ways } = await openDialog();
    const planned = await ways.findByRole('list', { name: 'What will change' });
    expect(planned).toHaveTextContent(
      'The reference gets the marks of this portal.',
    );
    expect(planned).toHaveTextContent('<img src=x> stays as it is.');
    expect(planned.querySelector('img')).toBeNull();
    expect(await axe(dialog)).toHaveNoViolations();
    await userEvent.dblClick(ways.getByRole('button', { name: 'Take over' }));

    expect(
      await screen.findByText('db-login is taken over.'),
    ).toBeInTheDocument();
    const [looked, done, ...more] = backend.asked('POST', ADOPT);
    expect(looked.search.get('dryRun')).toBe('true');
    expect(looked.headers.get('If-Match')).toBe('"1"');
    expect(done.search.has('dryRun')).toBe(false);
    expect(done.headers.get('If-Match')).toBe('"1"');
    expect(done.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
    expect(more).toEqual([]);
    await waitFor(() =>
      expect(screen.queryByText(/Not made here/)).not.toBeInTheDocument(),
    );
    expect(screen.getByRole('heading', { name: 'db-login' })).toHaveFocus();
  });

  it('T20: takes nothing over that somebody has changed since it was seen', async () => {
    const { ways } = await openDialog();
    await ways.findByRole('list', { name: 'What will change' });
    const found = backend.details.get('payments/db-login')!;
    backend.details.set('payments/db-login', { ...found, etag: '"2"' });
    await userEvent.click(ways.getByRole('button', { name: 'Take over' }));
    expect(await ways.findByRole('alert')).toHaveTextContent('It was changed.');
  });

  it('says why it cannot be taken over, and then offers nothing to carry out', async () => {
    backend.failures.set(
      `POST ${ADOPT}`,
      anError(409, 'NotOwned', 'Argo CD reconciles this reference.'),
    );
    const { ways } = await openDialog();
    expect(await ways.findByRole('alert')).toHaveTextContent(
      'Argo CD reconciles this reference.',
    );
    expect(ways.getByRole('button', { name: 'Take over' })).toBeDisabled();
  });

  it('is not offered to who may not update', async () => {
    const details = await openDrawer({
      permissions: { update: false, delete: false },
    });
    expect(
      details.queryByRole('button', { name: 'Take over…' }),
    ).not.toBeInTheDocument();
  });
});
