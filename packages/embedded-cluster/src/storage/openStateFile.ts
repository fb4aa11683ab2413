import { MemoryStateFile } from './MemoryStateFile';
import { SqliteStateFile } from './SqliteStateFile';
import { StateFile } from './StateFile';

/**
 * Opens the file at a path, or state that ends with the process.
 *
 * @public
 */
export function openStateFile(path?: string): StateFile {
  return path === undefined
    ? new MemoryStateFile()
    : SqliteStateFile.create(path);
}
