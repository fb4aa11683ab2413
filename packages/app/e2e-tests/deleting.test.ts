import { expect } from '@playwright/test';
import { kubectl } from './support/kubectl';
import { readKv } from './support/kvStore';
import { expectRefusal, rowOf, signIn, test } from './support/portal';

const STORE = ['clustersecretstore', 'default'];
/** Nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9';

function pointStoreTo(server: string): void {
  const spec = { provider: { vault: { server } } };
  kubectl(['patch', ...STORE, '--type=merge', '-p', JSON.stringify({ spec })]);
}

test('S2.5: what is deleted while its store is down stays Deleting, and is called deleted when the store is up again', async ({
  page,
}) => {
  const server = kubectl([
    'get',
    ...STORE,
    '-o',
    'jsonpath={.spec.provider.vault.server}',
  ]);
  expectRefusal('namespaces/payments/secrets/checkout-session-key');
  await signIn(page, 'payments-dev');
  await page.goto('/settings/secrets/payments/checkout-session-key');
  await page.getByRole('button', { name: 'Delete' }).waitFor();
  try {
    pointStoreTo(NOWHERE);
    await page.getByRole('button', { name: 'Delete' }).click();
    const confirmation = page.getByRole('dialog', { name: /^Delete/ });
    await confirmation.getByRole('textbox').fill('checkout-session-key');
    await confirmation.getByRole('button', { name: 'Delete' }).click();
    const details = page.getByRole('dialog', { name: 'checkout-session-key' });
    await expect(
      details.getByRole('heading', { name: 'Deletion' }),
    ).toBeVisible();
    await expect(details.getByRole('button', { name: 'Edit' })).toBeHidden();
    expect(await readKv('payments/generic/checkout-session-key')).toBeDefined();
  } finally {
    pointStoreTo(server);
  }
  const details = page.getByRole('dialog', { name: 'checkout-session-key' });
  await expect(details.getByRole('heading', { name: 'Deleted' })).toBeVisible({
    timeout: 90_000,
  });
  expect(await readKv('payments/generic/checkout-session-key')).toBeUndefined();
  await details.getByRole('button', { name: 'Close details' }).click();
  await expect(rowOf(page, 'checkout-session-key')).toBeHidden();
  await expect(
    page.getByRole('region', { name: 'List of secrets' }),
  ).toBeFocused();
});
