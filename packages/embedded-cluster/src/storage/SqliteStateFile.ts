import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { StateChange, StateFile } from './StateFile';

/** Long enough for a process that is just ending. */
const lockTimeoutMs = 2000;

/**
 * State in one SQLite file. Every write is a transaction in the write-ahead log
 * before it returns, so a killed process loses nothing that was answered.
 *
 * @internal
 */
export class SqliteStateFile implements StateFile {
  readonly #database: Database.Database;
  readonly #write: (changes: StateChange[]) => void;

  private constructor(database: Database.Database) {
    this.#database = database;
    const put = database.prepare(
      'INSERT INTO entries (bucket, key, value) VALUES (?, ?, ?) ON CONFLICT (bucket, key) DO UPDATE SET value = excluded.value',
    );
    const remove = database.prepare(
      'DELETE FROM entries WHERE bucket = ? AND key = ?',
    );
    this.#write = database.transaction((changes: StateChange[]) => {
      for (const { bucket, key, value } of changes) {
        if (value === undefined) {
          remove.run(bucket, key);
        } else {
          put.run(bucket, key, value);
        }
      }
    });
  }

  /**
   * Opens the file, or makes it, with rights for its owner only.
   *
   * @throws Error when another process has it open
   */
  static create(path: string): SqliteStateFile {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const umask = process.umask(0o077);
    try {
      const database = new Database(path, { timeout: lockTimeoutMs });
      // A second process on the same state would overwrite what this one has in memory.
      database.pragma('locking_mode = EXCLUSIVE');
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = NORMAL');
      database.exec(
        'CREATE TABLE IF NOT EXISTS entries (bucket TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (bucket, key))',
      );
      return new SqliteStateFile(database);
    } catch (error) {
      if ((error as { code?: string }).code === 'SQLITE_BUSY') {
        throw new Error(`${path} is in use by another process`);
      }
      throw error;
    } finally {
      process.umask(umask);
    }
  }

  read(bucket: string): Iterable<{ key: string; value: string }> {
    return this.#database
      .prepare('SELECT key, value FROM entries WHERE bucket = ? ORDER BY key')
      .all(bucket) as { key: string; value: string }[];
  }

  buckets(prefix: string): string[] {
    const rows = this.#database
      .prepare('SELECT DISTINCT bucket FROM entries ORDER BY bucket')
      .all() as { bucket: string }[];
    return rows.map(row => row.bucket).filter(name => name.startsWith(prefix));
  }

  write(changes: StateChange[]): void {
    this.#write(changes);
  }

  close(): void {
    this.#database.close();
  }
}
