import AxeBuilder from '@axe-core/playwright';
import { expect, Page } from '@playwright/test';
import { EditForm } from './support/editForm';
import { signIn, test } from './support/portal';

/** Changes a secret, so that there is something to tell. */
async function change(page: Page, namespace: string, name: string) {
  const form = await EditForm.open(page, namespace, name);
  await form.add('e2e-note', 'written-for-the-record');
  await form.review();
  await form.press('Save changes');
  const saved = await form.untilSaved(name);
  await saved.getByRole('button', { name: 'Close' }).click();
}

test.describe('what was done', () => {
  test('S4.7 T26 T29: says who did what, to who may see the secret, and lets reviewers verify the record', async ({
    page,
    browser,
  }) => {
    await signIn(page, 'payments-dev');
    await change(page, 'payments', 'checkout-db');
    const context = await browser.newContext();
    const window = await context.newPage();
    await signIn(window, 'platform');
    await change(window, 'search', 'ranking-model');

    await test.step('the team sees its own, and nothing of others', async () => {
      await page.goto('/settings/secrets?scope=all&view=activity');
      const region = page.getByRole('region', { name: 'What was done' });
      const rows = region.getByRole('row');
      await expect(
        rows
          .filter({ hasText: 'payments/checkout-db' })
          .filter({ hasText: 'Changed' })
          .filter({ hasText: 'done' })
          .first(),
      ).toContainText('user:default/payments-dev');
      await expect(rows.filter({ hasText: 'ranking-model' })).toHaveCount(0);
      await expect(
        region.getByRole('button', { name: 'Verify now' }),
      ).toHaveCount(0);
      await rows
        .getByRole('link', { name: 'payments/checkout-db' })
        .first()
        .click();
      await expect(
        page.getByRole('dialog', { name: 'checkout-db' }),
      ).toBeVisible();
    });

    await test.step('reviewers see all, filter, and keep the filters in the address', async () => {
      await window.goto('/settings/secrets?scope=all');
      await window.getByRole('tab', { name: 'Activity' }).click();
      const region = window.getByRole('region', { name: 'What was done' });
      const rows = region.getByRole('row');
      await expect(
        rows.filter({ hasText: 'payments/checkout-db' }).first(),
      ).toBeVisible();
      await region.getByRole('button', { name: /^What/ }).click();
      await window
        .getByRole('option', { name: 'Changed', exact: true })
        .click();
      await region
        .getByRole('searchbox', { name: 'Secret' })
        .fill('ranking-model');
      await expect(rows.filter({ hasText: 'checkout-db' })).toHaveCount(0);
      await expect(
        rows.filter({ hasText: 'search/ranking-model' }).first(),
      ).toContainText('user:default/platform');
      await expect(window).toHaveURL(/action=secret-update/);
      await window.reload();
      await expect(
        region.getByRole('searchbox', { name: 'Secret' }),
      ).toHaveValue('ranking-model');
      await expect(
        rows.filter({ hasText: 'search/ranking-model' }).first(),
      ).toBeVisible();
    });

    await test.step('by keyboard, up to which row the record stands', async () => {
      const region = window.getByRole('region', { name: 'What was done' });
      await region.getByRole('button', { name: 'Verify now' }).focus();
      await window.keyboard.press('Enter');
      await expect(region.getByRole('status')).toContainText(
        /Record verified up to row \d+.*Head: \d+:[0-9a-f]{64}/s,
      );
      const looks = await new AxeBuilder({ page: window })
        .include('[role="tabpanel"]')
        .analyze();
      expect(looks.violations).toEqual([]);
      await expect(region).not.toContainText('written-for-the-record');
    });

    await test.step('T29: against a head that was kept elsewhere, whether its end was cut off', async () => {
      const region = window.getByRole('region', { name: 'What was done' });
      const head = await region.getByRole('status').locator('code').innerText();
      const kept = region.getByLabel('Head kept elsewhere (optional)');
      await kept.fill(head);
      await kept.press('Enter');
      // the verification itself is a row of the record
      await expect(region.getByRole('status')).not.toContainText(head);
      await expect(region.getByRole('status')).toContainText('it is as it was');
      await kept.fill(head.replace(/^\d+/, '900000'));
      await kept.press('Enter');
      await expect(region.getByRole('alert')).toContainText('cut off');
    });
    await context.close();
  });
});
