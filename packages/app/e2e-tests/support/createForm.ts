import { expect, Locator, Page } from '@playwright/test';

/** The create dialog as a user meets it. */
export class CreateForm {
  readonly #page: Page;
  readonly #dialog: Locator;

  private constructor(page: Page) {
    this.#page = page;
    this.#dialog = page.getByRole('dialog');
  }

  static async open(page: Page): Promise<CreateForm> {
    await page.getByRole('button', { name: 'Create secret' }).click();
    const form = new CreateForm(page);
    await form.field('Name').waitFor();
    return form;
  }

  field(name: string): Locator {
    return this.#dialog.getByRole('textbox', { name, exact: true });
  }

  async fill(name: string, value: string): Promise<void> {
    await this.field(name).fill(value);
  }

  async select(label: string, option: string | RegExp): Promise<void> {
    await this.#dialog
      .getByRole('button', { name: new RegExp(`^${label}`) })
      .click();
    await this.#page.getByRole('option', { name: option }).click();
  }

  async chooseFile(field: string, file: string): Promise<void> {
    const chooser = this.#page.waitForEvent('filechooser');
    await this.#dialog
      .getByRole('button', { name: `Choose a file for ${field}` })
      .click();
    await (await chooser).setFiles(file);
  }

  async choose(option: string): Promise<void> {
    await this.#dialog.getByRole('radio', { name: option }).check();
  }

  async submit(): Promise<void> {
    await this.#dialog.getByRole('button', { name: 'Create secret' }).click();
  }

  /** Goes on after warnings. */
  async submitAnyway(): Promise<void> {
    await this.#dialog.getByRole('button', { name: 'Create anyway' }).click();
  }

  /** What the dialog says of the attempt as a whole. */
  get summary(): Locator {
    return this.#dialog.getByRole('alert');
  }

  /** Waits until the dialog says that the store has the value, and closes it. */
  async untilSynced(): Promise<void> {
    await expect(this.#dialog.getByText('Synced')).toBeVisible();
    await this.#dialog.getByRole('button', { name: /close|done/i }).click();
    await expect(this.#dialog).toBeHidden();
  }
}
