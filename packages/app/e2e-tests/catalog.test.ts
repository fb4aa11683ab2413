import { expect } from '@playwright/test';
import { signIn, test } from './support/portal';

test('S2.10: the page of checkout shows its secrets, the missing one first', async ({
  page,
}) => {
  await signIn(page, 'payments-dev');
  await page.goto('/catalog/default/component/checkout');
  const card = page.getByRole('list', { name: /secrets/i });
  const items = card.getByRole('listitem');
  await expect(items.first()).toContainText('checkout-tls');
  await expect(items.first()).toContainText(/missing/i);
  await expect(items.filter({ hasText: /missing/i })).toHaveCount(1);
  await expect(items.filter({ hasText: 'checkout-db' })).toContainText(
    'Synced',
  );

  await card.getByRole('link', { name: 'checkout-db' }).click();
  await expect(page).toHaveURL(/settings\/secrets\/payments\/checkout-db/);
  await expect(
    page.getByRole('dialog').getByRole('heading', { name: 'checkout-db' }),
  ).toBeVisible();
});
