import { StateChange, StateFile } from './StateFile';

/**
 * State that ends with the process. It holds nothing of its own: whoever writes
 * has everything in memory already and reads only when it starts.
 *
 * @internal
 */
export class MemoryStateFile implements StateFile {
  read(_bucket: string): Iterable<{ key: string; value: string }> {
    return [];
  }

  buckets(_prefix: string): string[] {
    return [];
  }

  write(_changes: StateChange[]): void {}

  close(): void {}
}
