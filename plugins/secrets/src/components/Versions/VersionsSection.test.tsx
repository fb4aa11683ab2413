import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import {
  SecretDetails,
  SecretVersion,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  anError,
  aPlane,
  aSecret,
  FakeSecretsBackend,
  renderSecretsPage,
  someDetails,
} from '../../__testUtils__';

expect.extend(toHaveNoViolations);

const server = setupServer();
registerMswTestHooks(server);

const PATH = '/namespaces/payments/secrets/db-login';
const RESTORE = `${PATH}/versions/1/restore`;
const VERSIONED = {
  ...aPlane('default').capabilities,
  versions: true,
  restore: true,
};

function aVersion(id: string, change: Partial<SecretVersion>): SecretVersion {
  return {
    id,
    createdAt: '2026-01-05T08:00:00Z',
    state: 'available',
    current: false,
    ...change,
  };
}

let backend: FakeSecretsBackend;

beforeEach(() => {
  backend = new FakeSecretsBackend();
  server.use(...backend.handlers);
  backend.secrets = [aSecret('db-login')];
  backend.versions = [
    aVersion('3', {
      current: true,
      createdBy: 'user:default/payments-dev',
      changes: { added: ['fresh'], removed: ['old'], changed: ['token'] },
    }),
    aVersion('2', { state: 'destroyed' }),
    aVersion('1', { keys: ['old', 'token'] }),
  ];
  backend.comparisons.set('3', [
    backend.versions[0],
    backend.versions[1],
    aVersion('1', {
      changes: { added: ['old'], removed: ['fresh'], changed: ['token'] },
    }),
  ]);
});

async function openVersions(change: Partial<SecretDetails> = {}) {
  backend.details.set(
    'payments/db-login',
    someDetails('db-login', { capabilities: VERSIONED, ...change }),
  );
  await renderSecretsPage('/payments/db-login');
  const drawer = await screen.findByRole('dialog', { name: 'db-login' });
  await within(drawer).findByRole('heading', { name: 'Versions' });
  return { drawer, details: within(drawer) };
}

describe('VersionsSection', () => {
  it('lists versions with who, when, state and the keys that differ, and compares with a chosen one', async () => {
    const { drawer, details } = await openVersions();
    const list = await details.findByRole('list', { name: 'Versions' });
    const items = () =>
      Array.from(list.children).map(({ textContent }) => textContent);
    expect(items()).toEqual([
      expect.stringMatching(
        /Version 3 · current.*By user:default\/payments-dev.*Added.*fresh.*Changed.*token.*Removed.*old/,
      ),
      expect.stringMatching(
        /Version 2 · destroyed.*Not written through this portal/,
      ),
      expect.stringMatching(/Version 1 · available.*Restore.*old.*token$/),
    ]);
    expect(within(list).getAllByRole('button')).toHaveLength(1);
    expect(await axe(drawer)).toHaveNoViolations();

    await userEvent.click(details.getByLabelText('Compare with'));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Version 3' }),
    );
    await waitFor(() =>
      expect(items()[2]).toMatch(/Added.*old.*Changed.*token.*Removed.*fresh/),
    );
    expect(items()[0]).toMatch(/The others are compared with this one/);
    expect(
      backend.asked('GET', `${PATH}/versions`).at(-1)!.search.get('against'),
    ).toBe('3');
  });

  it('restores blind: says which keys will change, sends what was seen once, and no value comes back', async () => {
    const { details } = await openVersions();
    await userEvent.click(
      await details.findByRole('button', { name: 'Restore version 1' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Restore version 1 of db-login?',
    });
    await waitFor(() =>
      expect(dialog).toHaveTextContent(/Added.*old.*Removed.*fresh/),
    );
    expect(dialog).toHaveTextContent('No value is shown');
    expect(await axe(dialog)).toHaveNoViolations();
    await userEvent.dblClick(
      within(dialog).getByRole('button', { name: 'Restore' }),
    );
    expect(
      await screen.findByText('Version 1 of db-login is restored.'),
    ).toBeInTheDocument();
    expect(backend.asked('POST', RESTORE)).toHaveLength(1);
    const [{ headers }] = backend.asked('POST', RESTORE);
    expect(headers.get('If-Match')).toBe('"1"');
    expect(headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('T20: restores nothing over what somebody else has changed meanwhile, and says so', async () => {
    const { details } = await openVersions();
    backend.failures.set(
      `POST ${RESTORE}`,
      anError(412, 'VersionConflict', 'The secret was changed meanwhile.'),
    );
    await userEvent.click(
      await details.findByRole('button', { name: 'Restore version 1' }),
    );
    const dialog = await screen.findByRole('dialog', { name: /^Restore/ });
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Restore' }),
    );
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The secret was changed meanwhile.',
    );
  });

  it('says so where the driver keeps no versions, and asks for none', async () => {
    const { details } = await openVersions({
      capabilities: aPlane('default').capabilities,
    });
    expect(
      details.getByText(/versions can neither be listed nor restored/),
    ).toBeInTheDocument();
    expect(backend.asked('GET', `${PATH}/versions`)).toEqual([]);
  });

  it('offers no restore to who may not update', async () => {
    const { details } = await openVersions({
      permissions: { update: false, delete: false },
    });
    await details.findByRole('list', { name: 'Versions' });
    expect(
      details.queryByRole('button', { name: /Restore/ }),
    ).not.toBeInTheDocument();
  });
});
