import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { Activity } from '@strongroom/backstage-plugin-secrets-common';
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

let backend: FakeSecretsBackend;

beforeEach(() => {
  backend = new FakeSecretsBackend();
  server.use(...backend.handlers);
});

function aRow(seq: number, change: Partial<Activity> = {}): Activity {
  return {
    seq,
    time: '2026-01-05T08:00:00Z',
    actor: 'user:default/payments-dev',
    principal: 'user',
    action: 'secret-update',
    namespace: 'payments',
    name: 'db-login',
    outcome: 'success',
    correlationId: `c-${seq}`,
    ...change,
  };
}

const lastSearch = () =>
  Object.fromEntries(backend.asked('GET', '/activity').at(-1)!.search);

async function openActivity(address = '/payments', mayReview = false) {
  const page = await renderSecretsPage(address, undefined, mayReview);
  const tab = await screen.findByRole('tab', { name: 'Activity' });
  if (tab.getAttribute('aria-selected') !== 'true') {
    await userEvent.click(tab);
  }
  const region = screen.getByRole('region', { name: 'What was done' });
  return { page, region, view: within(region) };
}

describe('ActivityView', () => {
  it('S4.7: tells who did what to which secret and how it ended, with a way to the secret', async () => {
    backend.details.set('payments/db-login', someDetails('db-login'));
    backend.activity = [
      aRow(5, {
        action: 'secret-delete',
        outcome: 'denied',
        errorCode: 'NotAllowed',
        name: 'other',
      }),
      aRow(4, { keys: ['token', 'user'], operationId: 'o-1' }),
      aRow(3, {
        keys: ['token', 'user'],
        operationId: 'o-1',
        outcome: 'intent',
      }),
      aRow(2, { action: 'finding-list', name: undefined }),
      aRow(1, {
        action: 'record-verify',
        namespace: undefined,
        name: undefined,
        reason: 'The record is intact.',
      }),
    ];
    const { page, region, view } = await openActivity();
    const table = await view.findByRole('table', { name: 'Activity' });
    const cells = within(table)
      .getAllByRole('row')
      .slice(1)
      .map(row => Array.from(row.children, ({ textContent }) => textContent));
    const time = new Date('2026-01-05T08:00:00Z').toLocaleString();
    const who = 'user:default/payments-dev';
    expect(cells).toEqual([
      [
        time,
        who,
        expect.stringMatching(/^Deleted/),
        'payments/other',
        'denied (NotAllowed)',
      ],
      [
        time,
        who,
        expect.stringMatching(/^ChangedKeys: token, user/),
        'payments/db-login',
        'done',
      ],
      [
        time,
        who,
        expect.stringMatching(/^Findings looked at/),
        'payments',
        'done',
      ],
      [
        time,
        who,
        expect.stringMatching(/^Record verifiedReason: The record is intact\./),
        '–',
        'done',
      ],
    ]);
    expect(lastSearch()).toEqual({ namespace: 'payments', limit: '50' });
    expect(page.address()).toContain('view=activity');
    expect(await axe(region)).toHaveNoViolations();

    await userEvent.click(
      view.getByRole('link', { name: 'payments/db-login' }),
    );
    const drawer = await screen.findByRole('dialog', { name: 'db-login' });
    await userEvent.click(
      within(drawer).getByRole('button', { name: 'Close details' }),
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(page.address()).toMatch(/\/payments\?view=activity$/);
  });

  it('keeps its filters in the address, and asks the server with whole days', async () => {
    const { page, view } = await openActivity(
      '?scope=all&view=activity&actor=user%3Adefault%2Fjo&outcome=denied&since=2026-01-01&until=2026-01-31&action=nonsense',
    );
    expect(
      await view.findByRole('heading', { name: 'Nothing recorded matches' }),
    ).toBeVisible();
    expect(lastSearch()).toEqual({
      actor: 'user:default/jo',
      outcome: 'denied',
      since: '2026-01-01T00:00:00.000Z',
      until: '2026-02-01T00:00:00.000Z',
      limit: '50',
    });
    await userEvent.type(
      view.getByRole('searchbox', { name: 'Secret' }),
      'db-login',
    );
    await waitFor(() => expect(page.address()).toContain('name=db-login'));
    await userEvent.click(view.getByRole('button', { name: /^What/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Deleted' }),
    );
    await waitFor(() =>
      expect(lastSearch()).toMatchObject({
        action: 'secret-delete',
        name: 'db-login',
      }),
    );

    await userEvent.click(
      await view.findByRole('button', { name: 'Clear filters' }),
    );
    expect(
      await view.findByRole('heading', { name: 'Nothing recorded yet' }),
    ).toBeVisible();
    expect(page.address()).toMatch(/\?scope=all&view=activity$/);
    expect(view.getByRole('searchbox', { name: 'Secret' })).toHaveValue('');
  });

  it('goes on where the page before ended, and keeps what is shown when that fails', async () => {
    backend.activity = Array.from({ length: 70 }, (_, i) => aRow(70 - i));
    const { view } = await openActivity();
    const table = await view.findByRole('table');
    expect(within(table).getAllByRole('row')).toHaveLength(51);
    backend.failures.set(
      'GET /activity',
      anError(500, 'RecordUnavailable', 'The record does not answer.'),
    );
    await userEvent.click(view.getByRole('button', { name: 'Show more' }));
    expect(await view.findByRole('alert')).toHaveTextContent(
      'The record does not answer.',
    );
    expect(within(table).getAllByRole('row')).toHaveLength(51);
    backend.failures.clear();
    await userEvent.click(view.getByRole('button', { name: 'Show more' }));
    await waitFor(() =>
      expect(within(table).getAllByRole('row')).toHaveLength(71),
    );
    expect(lastSearch()).toMatchObject({ cursor: '50' });
    expect(
      view.queryByRole('button', { name: 'Show more' }),
    ).not.toBeInTheDocument();
  });

  it('says why nothing can be shown, and asks again when told to', async () => {
    backend.failures.set(
      'GET /activity',
      anError(500, 'Internal', 'Something failed.'),
    );
    const { view } = await openActivity();
    expect(await view.findByRole('alert')).toHaveTextContent(
      'Something failed.',
    );
    backend.failures.clear();
    backend.activity = [aRow(1)];
    await userEvent.click(view.getByRole('button', { name: 'Try again' }));
    expect(await view.findByRole('table')).toBeVisible();
  });

  it('T29: lets a reviewer verify the record, and names the place where it is broken', async () => {
    backend.activity = [aRow(1)];
    const mac = 'ab'.repeat(32);
    backend.verification = {
      intact: true,
      rows: 41,
      notAnchored: 3,
      head: { seq: 41, mac },
    };
    const { region, view } = await openActivity('/payments', true);
    const verify = await view.findByRole('button', { name: 'Verify now' });
    expect(backend.asked('GET', '/record/verification')).toEqual([]);
    verify.focus();
    await userEvent.keyboard('{Enter}');
    const found = await view.findByText(/Record verified up to row 41/);
    expect(found).toHaveTextContent(`41:${mac}`);
    expect(found).toHaveTextContent('published elsewhere: 3 rows');
    expect(await axe(region)).toHaveNoViolations();

    const sentence = 'The record is broken: row 17 is not as it was written.';
    backend.verification = {
      intact: false,
      rows: 16,
      notAnchored: 0,
      broken: { seq: 17, sentence },
    };
    await userEvent.click(verify);
    const broken = await view.findByRole('alert');
    expect(broken).toHaveTextContent('not as it was written, from row 17 on.');
    expect(broken).toHaveTextContent(sentence);
    expect(view.queryByText(/Record verified/)).not.toBeInTheDocument();

    backend.failures.set(
      'GET /record/verification',
      anError(503, 'RecordUnavailable', 'The record does not answer.'),
    );
    await userEvent.click(verify);
    await waitFor(() =>
      expect(view.getByRole('alert')).toHaveTextContent(
        'The record does not answer.',
      ),
    );
  });

  it('T29: takes a head that was kept elsewhere, and refuses what is none at the field', async () => {
    backend.activity = [aRow(1)];
    const head = `41:${'ab'.repeat(32)}`;
    const sentence = 'The record ends before the head that was given.';
    backend.verification = {
      intact: false,
      rows: 40,
      notAnchored: 0,
      broken: { seq: 41, sentence },
    };
    const { region, view } = await openActivity('/payments', true);
    const field = await view.findByRole('textbox', {
      name: 'Head kept elsewhere (optional)',
    });
    await userEvent.type(field, `${head}zz{Enter}`);
    expect(field).toBeInvalid();
    expect(field).toHaveAccessibleDescription(/64 hexadecimal digits/);
    expect(backend.asked('GET', '/record/verification')).toEqual([]);
    expect(await axe(region)).toHaveNoViolations();
    await userEvent.type(field, '{Backspace}{Backspace} {Enter}');
    expect(field).toBeValid();
    expect(await view.findByRole('alert')).toHaveTextContent(sentence);
    const [{ search }] = backend.asked('GET', '/record/verification');
    expect(Object.fromEntries(search)).toEqual({ head });
  });

  it('T26: offers no verification to who may not review', async () => {
    backend.secrets = [aSecret('db-login')];
    backend.activity = [aRow(1)];
    const { view } = await openActivity();
    await view.findByRole('table');
    expect(
      view.queryByRole('button', { name: 'Verify now' }),
    ).not.toBeInTheDocument();
    expect(backend.asked('GET', '/record/verification')).toEqual([]);
  });

  it('T33: shows what others typed as text', async () => {
    const evil = '<img src=x onerror="alert(1)">';
    backend.activity = [aRow(1, { actor: evil, reason: evil, keys: [evil] })];
    const { region, view } = await openActivity();
    expect(await view.findByRole('table')).toHaveTextContent(`Reason: ${evil}`);
    expect(region.querySelector('img')).toBeNull();
  });
});
