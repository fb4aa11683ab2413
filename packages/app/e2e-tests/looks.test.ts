import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { openSecrets, signIn, test } from './support/portal';

for (const { width, name } of [
  { width: 1280, name: 'wide' },
  { width: 400, name: 'narrow' },
]) {
  test(`our part of the page is accessible, ${name}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await signIn(page, 'platform');
    await page.goto('/settings/secrets');
    await page.getByRole('table').waitFor();
    const list = await new AxeBuilder({ page })
      .include('[role="tabpanel"]')
      .analyze();
    expect(list.violations).toEqual([]);

    await page.getByRole('button', { name: 'Create secret' }).click();
    await page.getByRole('dialog').getByRole('textbox').first().waitFor();
    const form = await new AxeBuilder({ page })
      .include('[role="dialog"]')
      .analyze();
    expect(form.violations).toEqual([]);
  });
}

test('the whole way by keyboard', async ({ page }) => {
  await signIn(page, 'payments-dev');
  await openSecrets(page);
  await page.getByRole('button', { name: 'Create secret' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(
    page.getByRole('button', { name: 'Create secret' }),
  ).toBeFocused();
});
