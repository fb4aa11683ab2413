import { screen, within } from '@testing-library/react';
import { axe, toHaveNoViolations } from 'jest-axe';
import { setupServer } from 'msw/node';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import {
  aSecret,
  FakeSecretsBackend,
  renderSecretsPage,
  someDetails,
} from '../../__testUtils__';

expect.extend(toHaveNoViolations);

const server = setupServer();
registerMswTestHooks(server);

describe('DeliverySteps', () => {
  it('S3.3: tells a store that has the value from a further one that refuses it, each by its name', async () => {
    const backend = new FakeSecretsBackend();
    server.use(...backend.handlers);
    backend.secrets = [aSecret('db-login')];
    backend.details.set(
      'payments/db-login',
      someDetails('db-login', {
        deliverySteps: [
          {
            step: 'pushed',
            store: 'openbao',
            state: 'done',
            sentence: 'The store openbao has the value.',
          },
          {
            step: 'pushed',
            store: 'backup',
            state: 'failed',
            sentence:
              'The push to the store backup failed: the store is sealed.',
            remedy: 'Ask a platform engineer.',
          },
        ],
      }),
    );
    await renderSecretsPage('/payments/db-login');
    const drawer = await screen.findByRole('dialog', { name: 'db-login' });
    const list = await within(drawer).findByRole('list', {
      name: 'Steps of the delivery',
    });
    const steps = within(list)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
    expect(steps).toEqual([
      expect.stringMatching(
        /^Pushed to the store openbao · done.*has the value\.$/,
      ),
      expect.stringMatching(
        /^Pushed to the store backup · failed.*sealed\..*Ask a platform engineer/,
      ),
    ]);
    expect(await axe(list)).toHaveNoViolations();
  });
});
