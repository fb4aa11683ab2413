import { expect, Locator, Page } from '@playwright/test';

/** The dialog of a link as a user meets it. */
export class LinkForm {
  readonly #page: Page;
  readonly dialog: Locator;

  private constructor(page: Page) {
    this.#page = page;
    this.dialog = page.getByRole('dialog', { name: 'Link an existing secret' });
  }

  static async open(page: Page): Promise<LinkForm> {
    await page.getByRole('button', { name: 'More ways to create' }).click();
    await page.getByRole('menuitem', { name: 'Link existing' }).click();
    const form = new LinkForm(page);
    await form.dialog.waitFor();
    return form;
  }

  async fill(name: string, value: string): Promise<void> {
    await this.dialog
      .getByRole('textbox', { name, exact: true })
      .last()
      .fill(value);
  }

  async select(label: string, option: string | RegExp): Promise<void> {
    await this.dialog
      .getByRole('button', { name: new RegExp(`^${label}`) })
      .click();
    await this.#page.getByRole('option', { name: option }).click();
  }

  async press(name: string | RegExp): Promise<void> {
    await this.dialog.getByRole('button', { name }).click();
  }

  async chooseSource(name: string): Promise<void> {
    await this.dialog.getByRole('radio', { name }).check();
  }

  /** Submits, and gives what is shown of the new link. */
  async untilLinked(name: string): Promise<Locator> {
    await this.dialog
      .getByRole('button', { name: 'Link', exact: true })
      .click();
    const linked = this.#page.getByRole('dialog', { name: `Secret ${name}` });
    await expect(linked).toBeVisible();
    return linked;
  }
}
