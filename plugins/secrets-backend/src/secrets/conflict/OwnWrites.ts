import { RecordReader, RecordRow } from '../../record';
import { SecretId } from '../types';

/** Rows of one secret that are looked through; whoever has seen less than that last has not seen it for long. */
const MOST_ROWS = 200;

/** What changes values. */
const CHANGES: readonly string[] = ['secret-update', 'secret-restore'];

/** What was written through this portal since somebody looked, as the record has it. */
export class OwnWrites {
  /** Newest first. */
  readonly #rows: RecordRow[];

  private constructor(rows: RecordRow[]) {
    this.#rows = rows;
  }

  /**
   * @param operationId - the operation that had written last by then; without one, nobody had
   * @throws SecretsError `RecordUnavailable`
   */
  static async since(
    history: RecordReader,
    id: SecretId,
    operationId: string | undefined,
  ): Promise<OwnWrites> {
    const rows = (await history.done(id, MOST_ROWS)).filter(
      ({ outcome, operation_id: operation }) =>
        outcome === 'success' && operation,
    );
    const seen = rows.findIndex(row => row.operation_id === operationId);
    return new OwnWrites(seen < 0 ? rows : rows.slice(0, seen));
  }

  /** Keys that were set or removed. */
  keys(): string[] {
    return this.#sinceCreate().flatMap(row => keysIn(row));
  }

  /** Who set or removed a key last. */
  writerOf(key: string): string | undefined {
    return this.#sinceCreate().find(row => keysIn(row).includes(key))?.actor;
  }

  lastWriter(): string | undefined {
    return this.#rows[0]?.actor;
  }

  /** Who created a secret of the same name anew. */
  successorOf(): string | undefined {
    return this.#rows.find(({ action }) => action === 'secret-create')?.actor;
  }

  #sinceCreate(): RecordRow[] {
    const created = this.#rows.findIndex(
      ({ action }) => action === 'secret-create' || action === 'secret-delete',
    );
    return created < 0 ? this.#rows : this.#rows.slice(0, created);
  }
}

function keysIn({ action, keys }: RecordRow): string[] {
  return CHANGES.includes(action) && keys ? JSON.parse(keys) : [];
}
