import { FieldProblem } from '@strongroom/backstage-plugin-secrets-common';
import { ContentReport } from './types';

/** Collects what the checks of one secret find. */
export class ContentFindings {
  readonly #errors: FieldProblem[] = [];
  readonly #warnings: FieldProblem[] = [];

  /** The value under the key is wrong. */
  error(key: string, message: string): void {
    this.#errors.push({ field: `data.${key}`, message });
  }

  /** The value under the key is doubtful. */
  warn(key: string, message: string): void {
    this.#warnings.push({ field: `data.${key}`, message });
  }

  /** Something is wrong with all values together. */
  errorOfAll(message: string): void {
    this.#errors.push({ field: 'data', message });
  }

  get hasErrors(): boolean {
    return this.#errors.length > 0;
  }

  report(): ContentReport {
    return { errors: this.#errors, warnings: this.#warnings };
  }
}
