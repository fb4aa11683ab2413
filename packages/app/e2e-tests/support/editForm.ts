import { expect, Locator, Page } from '@playwright/test';

/** The edit dialog as a user meets it. */
export class EditForm {
  readonly #page: Page;
  readonly dialog: Locator;

  private constructor(page: Page, name: string) {
    this.#page = page;
    this.dialog = page.getByRole('dialog', { name: `Edit ${name}` });
  }

  /** Opens the details of a secret and begins to change it. */
  static async open(
    page: Page,
    namespace: string,
    name: string,
  ): Promise<EditForm> {
    await page.goto(`/settings/secrets/${namespace}/${name}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    const form = new EditForm(page, name);
    await form.dialog.waitFor();
    return form;
  }

  async replace(key: string, value: string): Promise<void> {
    await this.press(`Replace value of ${key}`);
    await this.field(`New value of ${key}`).fill(value);
  }

  async add(key: string, value: string): Promise<void> {
    await this.press('Add key');
    await this.field('Key').last().fill(key);
    await this.field('Value').last().fill(value);
  }

  field(name: string): Locator {
    return this.dialog.getByRole('textbox', { name, exact: true });
  }

  async press(name: string): Promise<void> {
    await this.dialog.getByRole('button', { name, exact: true }).click();
  }

  /** Goes to the summary, and confirms what is removed. */
  async review(...removed: string[]): Promise<void> {
    await this.press('Review changes');
    await this.dialog
      .getByRole('heading', { name: 'What will change' })
      .waitFor();
    if (removed.length > 0) {
      await this.confirmRemoval(removed);
    }
  }

  async confirmRemoval(removed: string[]): Promise<void> {
    await this.dialog
      .getByRole('checkbox', { name: `Remove ${removed.join(', ')}` })
      .check();
  }

  /** Waits until the dialog says that the store has the new values. */
  async untilSaved(name: string): Promise<Locator> {
    const saved = this.#page.getByRole('dialog', {
      name: `${name} is changed`,
    });
    await expect(saved.getByText('Synced')).toBeVisible();
    return saved;
  }
}
