import { expect, Page, test as base } from '@playwright/test';
import { NetworkLog } from './NetworkLog';

/** Test of the portal: fails on any error in the console, and keeps what went over the network. */
export const test = base.extend<{ network: NetworkLog; quietConsole: void }>({
  network: async ({ page }, provide) => {
    await provide(NetworkLog.of(page));
  },
  quietConsole: [
    async ({ page }, provide) => {
      const errors: string[] = [];
      page.on('console', message => {
        if (message.type() === 'error') {
          errors.push(`${message.text()} ${message.location().url}`);
        }
      });
      page.on('pageerror', error => errors.push(error.message));
      await provide();
      expect(errors.filter(error => !isExpected(error))).toEqual([]);
    },
    { auto: true },
  ],
});

/** Chromium itself writes a line for every answer that is not a success; tests that want one say so by its address. */
const expectedAnswers = new Set<string>();

/** Lets a test ask for something that is refused. */
export function expectRefusal(path: string): void {
  expectedAnswers.add(path);
}

function isExpected(error: string): boolean {
  return (
    error.startsWith('Failed to load resource') &&
    [...expectedAnswers].some(path => error.includes(path))
  );
}

/** Signs in by role on the demo's sign-in page. */
export async function signIn(page: Page, role: string): Promise<void> {
  await page.goto('/');
  const button = page.getByRole('button', { name: `Sign in as ${role}` });
  await button.click();
  // until the role is remembered, another address would lead back here
  await page.waitForFunction(() => sessionStorage.length > 0);
}

/** Opens Settings → Secrets as a user would. */
export async function openSecrets(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Secrets' }).click();
  await page.getByRole('textbox', { name: 'Namespace' }).waitFor();
}

/** Chooses a namespace in the list's own field. */
export async function chooseNamespace(
  page: Page,
  namespace: string,
): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Namespace' });
  await field.click();
  await field.fill(namespace);
  await page.getByRole('option', { name: new RegExp(namespace) }).click();
}

/** Row of a secret in the list. */
export function rowOf(page: Page, name: string) {
  return page
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
}
