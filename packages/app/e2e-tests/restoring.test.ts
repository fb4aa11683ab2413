import AxeBuilder from '@axe-core/playwright';
import { expect, Locator, Page } from '@playwright/test';
import { browserSinks } from './support/browserSinks';
import { encodingsOf } from './support/encodingsOf';
import { kubectl } from './support/kubectl';
import { readKv } from './support/kvStore';
import { signIn, test } from './support/portal';

const WEBHOOKS = 'payments/generic/webhook-signing';
const PREVIEWS = 'frontend/generic/preview-links';

/** Goes on by the key Tab alone until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(target).toBeFocused({ timeout: 200 });
  }).toPass({ intervals: [0] });
}

/** The value of a key in the Secret that a component of payments uses in production. */
function secretOfConsumer(name: string, key: string): string {
  const { items } = JSON.parse(
    kubectl(['get', 'secrets', '-A', '-o', 'json']),
  ) as {
    items: {
      metadata: { namespace: string; name: string };
      data?: Record<string, string>;
    }[];
  };
  const secret = items.find(
    ({ metadata }) =>
      metadata.name === name &&
      metadata.namespace.startsWith('dp-payments-shop-production'),
  );
  return Buffer.from(secret?.data?.[key] ?? '', 'base64').toString();
}

test.describe('a secret on a store that keeps versions', () => {
  test('S2.5 T5: an older version is restored unseen, after the keys that will change are named, and reaches who reads it', async ({
    page,
    network,
  }) => {
    const older = (await readKv(WEBHOOKS, 2))!;
    const newest = (await readKv(WEBHOOKS))!;
    expect(newest['signing-key']).not.toBe(older['signing-key']);

    await signIn(page, 'payments-dev');
    await page.goto('/settings/secrets/payments/webhook-signing');
    const details = page.getByRole('dialog', { name: 'webhook-signing' });
    const versions = details
      .getByRole('list', { name: 'Versions' })
      .locator('> li');
    await expect(versions).toHaveText([
      /Version 3 · current.*Added.*algorithm.*Changed.*key-id.*signing-key.*Removed.*previous-key/,
      /Version 2 · available/,
      /Version 1 · available/,
    ]);
    const list = await new AxeBuilder({ page })
      .include('[role="dialog"]')
      .analyze();
    expect(list.violations).toEqual([]);

    await details.getByRole('button', { name: 'Restore version 2' }).click();
    const dialog = page.getByRole('dialog', {
      name: 'Restore version 2 of webhook-signing?',
    });
    await expect(dialog).toContainText(
      /Added.*previous-key.*Changed.*key-id.*signing-key.*Removed.*algorithm/,
    );
    const question = await new AxeBuilder({ page })
      .include('[aria-labelledby="restore-version-title"]')
      .analyze();
    expect(question.violations).toEqual([]);
    expect(await readKv(WEBHOOKS)).toEqual(newest);

    await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect(
      page.getByText('Version 2 of webhook-signing is restored.'),
    ).toBeVisible();
    expect(await readKv(WEBHOOKS)).toEqual(older);
    expect(await readKv(WEBHOOKS, 3)).toEqual(newest);
    await expect(versions.first()).toContainText(
      /Version 4 · current.*By user:default\/payments-dev/,
    );
    await expect(() =>
      expect(
        secretOfConsumer('checkout-webhook-signing', 'WEBHOOK_SIGNING_KEY'),
      ).toBe(older['signing-key']),
    ).toPass({ timeout: 45_000 });
    const sinks = (await browserSinks(page)) + (await network.text());
    for (const value of [older['signing-key'], newest['signing-key']]) {
      for (const encoded of encodingsOf(value)) {
        expect(sinks.includes(encoded)).toBe(false);
      }
    }
  });

  test('an older version is restored by keyboard alone, and the focus comes back', async ({
    page,
  }) => {
    const older = await readKv(PREVIEWS, 1);
    expect(await readKv(PREVIEWS)).not.toEqual(older);
    await signIn(page, 'frontend-dev');
    await page.goto('/settings/secrets/frontend/preview-links');
    const restore = page.getByRole('button', { name: 'Restore version 1' });
    await tabTo(page, restore);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: /^Restore version 1/ });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(restore).toBeFocused();

    await page.keyboard.press('Enter');
    await expect(dialog).toContainText(/Changed.*signing-key/);
    await tabTo(
      page,
      dialog.getByRole('button', { name: 'Restore', exact: true }),
    );
    await page.keyboard.press('Enter');
    await expect(
      page.getByText('Version 1 of preview-links is restored.'),
    ).toBeVisible();
    await expect(dialog).toBeHidden();
    await expect(restore).toBeFocused();
    expect(await readKv(PREVIEWS)).toEqual(older);
  });
});
