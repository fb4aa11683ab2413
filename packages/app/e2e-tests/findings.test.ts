import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { readKv } from './support/kvStore';
import { signIn, test } from './support/portal';

const LEFTOVER = 'orders/carrier-api';

test.describe('what is not as it should be', () => {
  test('S4.8: platform sees what a repair will do, carries it out, and nothing is left of what was found', async ({
    page,
  }) => {
    const before = await readKv('orders/generic/carrier-api');
    await signIn(page, 'platform');
    await page.goto('/settings/secrets?scope=all&view=findings');
    const region = page.getByRole('region', { name: 'List of findings' });
    for (const group of ['Errors', 'Warnings', 'For information']) {
      await expect(region.getByRole('list', { name: group })).toBeVisible();
    }
    const looks = await new AxeBuilder({ page })
      .include('[role="tabpanel"]')
      .analyze();
    expect(looks.violations).toEqual([]);

    const found = region.getByRole('listitem').filter({ hasText: LEFTOVER });
    await expect(found).toContainText('Leftover keys');
    const prune = found.getByRole('button', {
      name: `Remove leftover keys: ${LEFTOVER}`,
    });
    await prune.focus();
    await page.keyboard.press('Enter');
    const ways = page.getByRole('dialog', {
      name: `Remove leftover keys: ${LEFTOVER}`,
    });
    await expect(
      ways.getByRole('list', { name: 'What will be done' }),
    ).not.toBeEmpty();
    await ways.getByRole('button', { name: 'Carry out' }).click();
    await expect(ways.getByRole('alert')).toContainText('Settled');
    await ways.getByRole('button', { name: 'Close' }).click();
    await expect(found).toHaveCount(0);
    await expect(region).toBeFocused();
    // what the reference names is as it was
    const after = await readKv('orders/generic/carrier-api');
    for (const [key, value] of Object.entries(after!)) {
      expect(before![key]).toBe(value);
    }
  });

  test('S4.8: who may look and not change sees findings and no way to repair them', async ({
    page,
  }) => {
    await signIn(page, 'security');
    await page.goto('/settings/secrets?scope=all&view=findings');
    const region = page.getByRole('region', { name: 'List of findings' });
    await expect(
      region.getByRole('listitem').filter({ hasText: 'Push is missing' }),
    ).toBeVisible();
    await expect(region.getByRole('button')).toHaveCount(0);
  });

  test('T26: a team is told nothing of what others left behind', async ({
    page,
  }) => {
    await signIn(page, 'payments-dev');
    await page.goto('/settings/secrets?scope=all&view=findings');
    const region = page.getByRole('region', { name: 'List of findings' });
    await expect(
      region.getByRole('link', { name: 'payments/ledger-mtls' }),
    ).toBeVisible();
    for (const hidden of ['orders/', 'identity/', 'settlement-export']) {
      await expect(region).not.toContainText(hidden);
    }
  });
});
