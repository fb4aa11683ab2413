import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { Finding } from '@strongroom/backstage-plugin-secrets-common';
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

function aFinding(id: string, change: Partial<Finding> = {}): Finding {
  return {
    id,
    kind: 'LeftoverKeys',
    severity: 'warning',
    namespace: 'payments',
    name: 'db-login',
    plane: { kind: 'DataPlane', name: 'default' },
    since: '2026-01-05T08:00:00Z',
    sentence: 'Another writer dropped keys of this secret.',
    actions: [],
    ...change,
  };
}

let backend: FakeSecretsBackend;

beforeEach(() => {
  backend = new FakeSecretsBackend();
  server.use(...backend.handlers);
  backend.secrets = [aSecret('db-login')];
  backend.details.set('payments/db-login', someDetails('db-login'));
  backend.planned = [
    {
      object: 'Secret',
      action: 'update',
      sentence: 'The key old is taken out of the Secret.',
    },
  ];
});

const PRUNE = { name: 'Remove leftover keys: payments/db-login' };

async function openFindings() {
  const page = await renderSecretsPage('/payments?view=findings');
  const region = await screen.findByRole('region', {
    name: 'List of findings',
  });
  return { page, region, view: within(region) };
}

describe('FindingsView', () => {
  it('is reached by keyboard, groups by severity, and leads to the secret', async () => {
    backend.findings = [
      aFinding('f-1', {
        kind: 'StuckDelete',
        severity: 'error',
        name: 'api-token',
        sentence: 'The deletion has not been confirmed.',
        remedy: 'Unseal the store.',
        actions: ['retry', 'giveUp'],
      }),
      aFinding('f-2', { keys: ['old'], actions: ['prune'] }),
      aFinding('f-3', {
        kind: 'OrphanedSecret',
        severity: 'info',
        name: 'left-behind',
      }),
    ];
    const page = await renderSecretsPage('/payments');
    await screen.findByRole('tab', { name: 'Findings (3)' });
    screen.getByRole('tab', { name: 'List' }).focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    const panel = await screen.findByRole('tabpanel', { name: 'Findings (3)' });
    const errors = await within(panel).findByRole('list', { name: 'Errors' });
    expect(errors).toHaveTextContent(
      /payments\/api-token.*Deletion stuck · DataPlane\/default · .*ago.*The deletion has not been confirmed\.What to do: Unseal the store\./,
    );
    expect(
      within(errors)
        .getAllByRole('button')
        .map(b => b.textContent),
    ).toEqual(['Try again', 'Give up']);
    const notes = within(panel).getByRole('list', { name: 'For information' });
    expect(notes).toHaveTextContent('payments/left-behind');
    // What is about no secret has nothing to open.
    expect(within(notes).queryByRole('link')).not.toBeInTheDocument();
    expect(await axe(panel)).toHaveNoViolations();

    const warnings = within(panel).getByRole('list', { name: 'Warnings' });
    await userEvent.click(
      within(warnings).getByRole('link', { name: 'payments/db-login' }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'db-login' }),
    ).toBeInTheDocument();
    expect(page.address()).toMatch(/payments\/db-login\?.*view=findings/);
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(page.address()).toMatch(/payments\?.*view=findings/),
    );
  });

  it('says what a repair would do before it is done once, and then that it is settled', async () => {
    backend.findings = [aFinding('f-2', { actions: ['prune'] })];
    const { region, view } = await openFindings();
    await userEvent.click(await view.findByRole('button', PRUNE));
    const dialog = await screen.findByRole('dialog', PRUNE);
    const ways = within(dialog);
    expect(
      await ways.findByRole('list', { name: 'What will be done' }),
    ).toHaveTextContent('The key old is taken out of the Secret.');
    expect(await axe(dialog)).toHaveNoViolations();
    await userEvent.dblClick(ways.getByRole('button', { name: 'Carry out' }));

    const outcome = await ways.findByRole('alert');
    expect(outcome).toHaveTextContent('Settled');
    expect(outcome).toHaveFocus();
    expect(ways.getByRole('list', { name: 'What was done' })).toHaveTextContent(
      'The key old',
    );
    const [looked, done, ...more] = backend.asked(
      'POST',
      '/findings/f-2/repair',
    );
    expect(looked.search.get('dryRun')).toBe('true');
    expect(done.search.has('dryRun')).toBe(false);
    expect(done.body).toEqual({ action: 'prune' });
    expect(done.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
    expect(more).toEqual([]);

    await userEvent.click(ways.getByRole('button', { name: 'Close' }));
    expect(
      await screen.findByRole('heading', { name: 'Nothing to repair' }),
    ).toBeInTheDocument();
    await waitFor(() => expect(region).toHaveFocus());
    expect(screen.getByRole('tab', { name: 'Findings' })).toBeInTheDocument();
  });

  it('gives up only with a reason, and says when it is not settled', async () => {
    backend.findings = [
      aFinding('f-1', { kind: 'StuckDelete', actions: ['giveUp'] }),
    ];
    backend.settles = false;
    const { view } = await openFindings();
    await userEvent.click(
      await view.findByRole('button', { name: 'Give up: payments/db-login' }),
    );
    const ways = within(await screen.findByRole('dialog'));
    await ways.findByRole('list', { name: 'What will be done' });
    const carryOut = ways.getByRole('button', { name: 'Carry out' });
    expect(carryOut).toBeDisabled();
    await userEvent.type(ways.getByLabelText(/^Reason/), ' ');
    expect(carryOut).toBeDisabled();
    await userEvent.paste('The store is gone for good.');
    await userEvent.click(carryOut);
    expect(await ways.findByRole('alert')).toHaveTextContent('not settled yet');
    expect(backend.asked('POST', '/findings/f-1/repair').at(-1)!.body).toEqual({
      action: 'giveUp',
      reason: 'The store is gone for good.',
    });
    await userEvent.click(ways.getByRole('button', { name: 'Close' }));
    expect(view.getByRole('listitem')).toHaveTextContent('Deletion stuck');
  });

  it('carries nothing out that it cannot foresee, and says why it was refused', async () => {
    backend.findings = [aFinding('f-2', { actions: ['prune'] })];
    const route = 'POST /findings/f-2/repair';
    backend.failures.set(
      route,
      anError(412, 'VersionConflict', 'It is not as it was found any more.'),
    );
    const { view } = await openFindings();
    await userEvent.click(await view.findByRole('button', PRUNE));
    const ways = within(await screen.findByRole('dialog', PRUNE));
    expect(await ways.findByRole('alert')).toHaveTextContent(
      'It is not as it was found any more.',
    );
    const carryOut = ways.getByRole('button', { name: 'Carry out' });
    expect(carryOut).toBeDisabled();

    const failure = backend.failures.get(route)!;
    backend.failures.clear();
    await userEvent.click(ways.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(carryOut).toBeEnabled());
    backend.failures.set(route, failure);
    await userEvent.click(carryOut);
    expect(await ways.findByRole('alert')).toHaveTextContent(
      'It is not as it was found any more.',
    );
  });

  it('says what could not be looked at, and does not call that nothing to repair', async () => {
    backend.problems = [
      {
        plane: { kind: 'DataPlane', name: 'default' },
        code: 'PlaneUnreachable',
        message: 'The plane does not answer.',
      },
    ];
    const { view } = await openFindings();
    expect(await view.findByRole('alert')).toHaveTextContent(
      'DataPlane/default: The plane does not answer.',
    );
    expect(
      view.getByRole('heading', {
        name: 'Nothing found where it could be looked',
      }),
    ).toBeInTheDocument();
    expect(
      view.queryByRole('heading', { name: 'Nothing to repair' }),
    ).not.toBeInTheDocument();
  });

  it('T33: shows what others named as text', async () => {
    const evil = '<img src=x onerror="alert(1)">';
    backend.findings = [
      aFinding('f-1', { name: evil, sentence: evil, remedy: evil }),
    ];
    const { region, view } = await openFindings();
    expect(await view.findByRole('listitem')).toHaveTextContent(evil);
    expect(region.querySelector('img')).toBeNull();
  });
});
