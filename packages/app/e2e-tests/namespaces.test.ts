import { expect } from '@playwright/test';
import { expectRefusal, openSecrets, signIn, test } from './support/portal';

test('T26: frontend-dev is not offered payments, and its address answers like one that does not exist', async ({
  page,
}) => {
  expectRefusal('namespace=payments');
  expectRefusal('namespace=no-such-namespace');
  await signIn(page, 'frontend-dev');
  await openSecrets(page);
  await page.getByRole('textbox', { name: 'Namespace' }).click();
  const options = page.getByRole('listbox').getByRole('option');
  await expect(options.filter({ hasText: 'frontend' })).toHaveCount(1);
  await expect(options.filter({ hasText: 'payments' })).toHaveCount(0);

  const seen: string[] = [];
  for (const namespace of ['payments', 'no-such-namespace']) {
    await page.goto(`/settings/secrets/${namespace}`);
    const message = page
      .getByRole('status')
      .filter({ hasText: 'No such namespace' });
    await message.waitFor();
    seen.push((await message.innerText()).replaceAll(namespace, '…'));
  }
  expect(seen[0]).toBe(seen[1]);
});

test('S2.5: platform sees all namespaces, filters by state and sorts by namespace', async ({
  page,
}) => {
  await signIn(page, 'platform');
  await openSecrets(page);
  await page.getByRole('button', { name: /^Delivery (Any|Failed)/ }).click();
  await page.getByRole('option', { name: 'Failed' }).click();
  const rows = page.getByRole('row').filter({ hasText: 'Failed' });
  await expect(rows.first()).toBeVisible();
  await expect(page.getByRole('cell', { name: 'Synced' })).toHaveCount(0);

  await page.getByRole('button', { name: /^Delivery (Any|Failed)/ }).click();
  await page.getByRole('option', { name: 'Any' }).click();
  await expect(
    page.getByRole('cell', { name: 'Synced' }).first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Namespace' }).click();
  await expect(async () => {
    const namespaces = await page
      .getByRole('row')
      .locator('td:nth-child(2)')
      .allInnerTexts();
    expect(new Set(namespaces).size).toBeGreaterThan(3);
    expect(namespaces).toEqual([...namespaces].sort());
  }).toPass();
});

test('guest sees the tab and a way on, but no namespace', async ({ page }) => {
  await signIn(page, 'guest');
  await page.goto('/settings/secrets');
  await expect(page.getByRole('tab', { name: 'Secrets' })).toBeVisible();
  await expect(page.getByText(/no namespace/i).first()).toBeVisible();
});
