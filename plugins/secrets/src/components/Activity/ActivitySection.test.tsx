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

const ACTIVITY = '/namespaces/payments/secrets/db-login/activity';

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

let backend: FakeSecretsBackend;

beforeEach(() => {
  backend = new FakeSecretsBackend();
  server.use(...backend.handlers);
  backend.secrets = [aSecret('db-login')];
  backend.details.set('payments/db-login', someDetails('db-login'));
});

async function openActivity() {
  await renderSecretsPage('/payments/db-login');
  const drawer = await screen.findByRole('dialog', { name: 'db-login' });
  const show = await within(drawer).findByRole('button', {
    name: 'Show activity',
  });
  expect(backend.asked('GET', ACTIVITY)).toHaveLength(0);
  show.focus();
  await userEvent.keyboard('{Enter}');
  return { drawer, details: within(drawer) };
}

describe('ActivitySection', () => {
  it('S4.8: tells of a secret that is gone, too', async () => {
    backend.details.clear();
    backend.activity = [aRow(7, { action: 'secret-delete' })];
    const { details } = await openActivity();
    expect(
      details.getByRole('heading', { name: 'No such secret' }),
    ).toBeInTheDocument();
    const rows = await details.findByRole('list', { name: 'Activity' });
    expect(within(rows).getAllByRole('listitem')).toHaveLength(1);
  });

  it('tells who did what, how it ended and with which keys, newest first, when it is opened', async () => {
    backend.activity = [
      aRow(6, {
        action: 'secret-delete',
        actor: 'user:default/frontend-dev',
        outcome: 'denied',
        errorCode: 'NotAllowed',
      }),
      aRow(5, { keys: ['token'], operationId: 'o-1' }),
      aRow(4, { keys: ['token'], operationId: 'o-1', outcome: 'intent' }),
      aRow(3, {
        action: 'finding-repair',
        outcome: 'failure',
        reason: 'The store is gone for good.',
      }),
      aRow(2, { action: 'secret-sync', operationId: 'o-2', outcome: 'intent' }),
      aRow(1, { action: 'secret-create' }),
      // of a repair that is no operation of its own
      aRow(0, {
        action: 'finding-repair',
        outcome: 'intent',
        correlationId: 'c-3',
      }),
    ];
    const { drawer, details } = await openActivity();
    const list = await details.findByRole('list', { name: 'Activity' });
    expect(Array.from(list.children, ({ textContent }) => textContent)).toEqual(
      [
        expect.stringMatching(
          /^Deleted · denied \(NotAllowed\)By user:default\/frontend-dev, /,
        ),
        expect.stringMatching(/^Changed · doneBy user:.*token$/),
        expect.stringMatching(
          /^Repair · failed.*Reason: The store is gone for good\.$/,
        ),
        expect.stringMatching(/^Push and pull asked for · begun/),
        expect.stringMatching(/^Created · done/),
      ],
    );
    const [time] = list.getElementsByTagName('time');
    expect(time).toHaveAttribute(
      'title',
      new Date('2026-01-05T08:00:00Z').toLocaleString(),
    );
    expect(
      details.queryByRole('button', { name: 'Show more' }),
    ).not.toBeInTheDocument();
    expect(await axe(drawer)).toHaveNoViolations();
  });

  it('goes on where the page before ended, and keeps what is shown when that fails', async () => {
    backend.activity = Array.from({ length: 45 }, (_, i) => aRow(45 - i));
    const { details } = await openActivity();
    const list = await details.findByRole('list', { name: 'Activity' });
    expect(list.children).toHaveLength(20);
    const more = details.getByRole('button', { name: 'Show more' });
    await userEvent.click(more);
    await waitFor(() => expect(list.children).toHaveLength(40));
    expect(backend.asked('GET', ACTIVITY).at(-1)!.search.get('cursor')).toBe(
      '20',
    );

    backend.failures.set(
      `GET ${ACTIVITY}`,
      anError(500, 'RecordUnavailable', 'The record does not answer.'),
    );
    await userEvent.click(details.getByRole('button', { name: 'Show more' }));
    expect(await details.findByRole('alert')).toHaveTextContent(
      'The record does not answer.',
    );
    expect(list.children).toHaveLength(40);

    backend.failures.clear();
    await userEvent.click(details.getByRole('button', { name: 'Show more' }));
    await waitFor(() => expect(list.children).toHaveLength(45));
    expect(
      details.queryByRole('button', { name: 'Show more' }),
    ).not.toBeInTheDocument();
  });

  it('says so when nothing is recorded, and can be asked again after a failure', async () => {
    backend.failures.set(
      `GET ${ACTIVITY}`,
      anError(500, 'Internal', 'Something failed.'),
    );
    const { details } = await openActivity();
    expect(await details.findByRole('alert')).toHaveTextContent(
      'Something failed.',
    );
    backend.failures.clear();
    await userEvent.click(details.getByRole('button', { name: 'Try again' }));
    expect(
      await details.findByText('The record says nothing of this secret.'),
    ).toBeInTheDocument();
  });

  it('T33: shows what others typed as text', async () => {
    const evil = '<img src=x onerror="alert(1)">';
    backend.activity = [aRow(1, { actor: evil, reason: evil, keys: [evil] })];
    const { details } = await openActivity();
    const list = await details.findByRole('list', { name: 'Activity' });
    expect(list).toHaveTextContent(`By ${evil}`);
    expect(list).toHaveTextContent(`Reason: ${evil}`);
    expect(list.querySelector('img')).toBeNull();
  });
});
