import { SecretsSettings } from '../../config';
import { SecretsError } from '../../errors';
import { RecordEntry, SecretsRecord } from '../../record';
import { Caller, SecretId } from '../../secrets';

/** What was to be read or done, as far as it is known. */
export type RecordedAccess = Pick<RecordEntry, 'action'> & Partial<RecordEntry>;

/** Leaves rows of what is no operation: every denial, and reads where the configuration says so. */
export class AccessRecord {
  readonly #record: SecretsRecord;
  readonly #reads: SecretsSettings['recordReads'];

  private constructor(
    record: SecretsRecord,
    reads: SecretsSettings['recordReads'],
  ) {
    this.#record = record;
    this.#reads = reads;
  }

  static create(
    record: SecretsRecord,
    reads: SecretsSettings['recordReads'],
  ): AccessRecord {
    return new AccessRecord(record, reads);
  }

  /** Leaves a row for a refusal and gives the error back. @throws SecretsError `RecordUnavailable` */
  async deny(
    caller: Caller,
    error: SecretsError,
    denial: RecordedAccess,
  ): Promise<SecretsError> {
    const { credentials: _, ...by } = caller;
    await this.#record.append({
      ...by,
      ...denial,
      outcome: 'denied',
      errorCode: error.code,
    });
    return error;
  }

  /** Leaves rows for reads, where reads are recorded. @throws SecretsError `RecordUnavailable` */
  async read(caller: Caller, ...reads: RecordedAccess[]): Promise<void> {
    if (this.#reads === 'all') {
      const { credentials: _, ...by } = caller;
      await this.#record.append(
        ...reads.map(read => ({ ...by, ...read, outcome: 'success' as const })),
      );
    }
  }
}

/** A look at one secret. */
export function fetchOf(id: SecretId): RecordedAccess {
  return { action: 'secret-fetch', ...id };
}

/** A list over namespaces, a row for each; over all that the caller may see, one without. */
export function listsOf(namespaces: string[] = []): RecordedAccess[] {
  const named = [...new Set(namespaces)];
  return named.length === 0
    ? [{ action: 'secret-list' }]
    : named.map(namespace => ({ action: 'secret-list', namespace }));
}
