import { randomUUID } from 'node:crypto';
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { browserSinks } from './support/browserSinks';
import { CreateForm } from './support/createForm';
import { EditForm } from './support/editForm';
import { encodingsOf } from './support/encodingsOf';
import { readKv } from './support/kvStore';
import {
  chooseNamespace,
  expectRefusal,
  openSecrets,
  signIn,
  test,
} from './support/portal';

const CANARY = `canary-${randomUUID()}`;
const PLANE = /^ClusterDataPlane\/default/;

test.describe('a secret that stands', () => {
  test('S2.5 S2.12 T5: a rotation of one key is seen through to the consumers, and leaves no value behind', async ({
    page,
    network,
  }) => {
    await signIn(page, 'payments-dev');
    const before = await readKv('payments/generic/checkout-db');
    const form = await EditForm.open(page, 'payments', 'checkout-db');
    await form.replace('password', CANARY);
    await form.press('Remove port');
    await form.add('sslmode', 'require');
    await form.review('port');
    const summary = await new AxeBuilder({ page })
      .include('[role="dialog"]')
      .analyze();
    expect(summary.violations).toEqual([]);
    await form.press('Save changes');
    const saved = await form.untilSaved('checkout-db');
    const { port, ...kept } = before!;
    expect(port).toBeTruthy();
    expect(await readKv('payments/generic/checkout-db')).toEqual({
      ...kept,
      password: CANARY,
      sslmode: 'require',
    });
    // each consumer reads the store again within its own interval
    const steps = saved.getByRole('list', { name: 'Steps of the delivery' });
    await expect(
      steps.getByRole('listitem').filter({ hasText: /^Pulled by.*· done/ }),
    ).toHaveCount(2);
    await saved.getByRole('button', { name: 'Close' }).click();
    await expect(saved).toBeHidden();
    const sinks = (await browserSinks(page)) + (await network.text());
    for (const encoded of encodingsOf(CANARY)) {
      expect(sinks.includes(encoded)).toBe(false);
    }
  });

  test('T20: of two windows the slower one sees what the faster did, keeps what was typed, and applies it on top', async ({
    page,
    browser,
  }) => {
    expectRefusal('namespaces/payments/secrets/card-processor');
    await signIn(page, 'payments-dev');
    const slow = await EditForm.open(page, 'payments', 'card-processor');
    await slow.replace('api-key', CANARY);
    await slow.press('Remove webhook-secret');
    await slow.review('webhook-secret');

    const window = await browser.newPage();
    await signIn(window, 'platform');
    const fast = await EditForm.open(window, 'payments', 'card-processor');
    await fast.replace('api-key', 'theirs');
    await fast.add('region', 'eu');
    await fast.review();
    await fast.press('Save changes');
    await fast.untilSaved('card-processor');
    await window.close();

    await slow.press('Save changes');
    const theirs = slow.dialog.getByRole('region', {
      name: 'Changed meanwhile',
    });
    await expect(theirs).toContainText('api-key: Changed by');
    await expect(theirs).toContainText('region: Added by');
    await expect(theirs).toContainText('user:default/platform');
    await expect(slow.dialog).toContainText('You both changed: api-key.');
    const conflict = await new AxeBuilder({ page })
      .include('[role="dialog"]')
      .analyze();
    expect(conflict.violations).toEqual([]);
    await slow.confirmRemoval(['webhook-secret']);
    await slow.press('Apply mine on top');
    await slow.untilSaved('card-processor');
    const stored = await readKv('payments/generic/card-processor');
    expect(Object.keys(stored!).sort()).toEqual([
      'api-key',
      'merchant-id',
      'region',
    ]);
    expect(stored!['api-key']).toBe(CANARY);
  });

  test('an SSH key pair is made on the server, and only its public half is shown, once', async ({
    page,
  }) => {
    await signIn(page, 'payments-dev');
    await openSecrets(page);
    await chooseNamespace(page, 'payments');
    const form = await CreateForm.open(page);
    await form.fill('Name', 'e2e-deploy-key');
    await form.select('Type', 'SSH key');
    await form.select('Target plane', PLANE);
    await page
      .getByRole('button', { name: 'Generate SSH private key' })
      .click();
    await page.getByRole('button', { name: 'Generate on save' }).click();
    await form.submit();
    const key = page.getByRole('region', {
      name: 'Public key of ssh-privatekey',
    });
    await expect(key).toContainText(/^ssh-ed25519 AAAA/);
    await form.untilSynced();
    const stored = await readKv('payments/ssh-auth/e2e-deploy-key');
    expect(stored!['ssh-privatekey']).toMatch(/^-----BEGIN/);
  });

  test('a value is changed by keyboard alone', async ({ page }) => {
    await signIn(page, 'payments-dev');
    await page.goto('/settings/secrets/payments/fraud-scoring');
    const press = async (name: string) => {
      await page.getByRole('button', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
    };
    await page.getByRole('button', { name: 'Edit' }).waitFor();
    await press('Edit');
    await page
      .getByRole('button', { name: 'Replace value of token' })
      .waitFor();
    await press('Replace value of token');
    await page.keyboard.type('typed-by-keyboard');
    await press('Review changes');
    await expect(
      page.getByRole('heading', { name: 'What will change' }),
    ).toBeFocused();
    await press('Save changes');
    await expect(
      page.getByRole('dialog', { name: 'fraud-scoring is changed' }),
    ).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Edit' })).toBeFocused();
  });
});
