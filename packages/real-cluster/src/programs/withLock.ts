import { randomUUID } from 'node:crypto';
import {
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Options of {@link withLock}. */
export interface LockOptions {
  /** How often the holder shows that it lives, in milliseconds. */
  beatMs?: number;
  /** A lock that was not touched for so long belongs to nobody, in milliseconds. */
  staleMs?: number;
  /** Called once when another process holds the lock. */
  onWait?(): void;
}

/**
 * Does something while no other process does it. The lock is a file that its holder touches again and again; so it
 * works between containers that share a folder, and one whose holder was killed is taken over.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const { beatMs = 2_000, staleMs = 20_000 } = options;
  mkdirSync(dirname(file), { recursive: true });
  for (let waiting = false; !take(file); waiting = true) {
    if (!waiting) {
      options.onWait?.();
    }
    dropStale(file, staleMs);
    await sleep(Math.min(beatMs, 250));
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimesSync(file, now, now);
  }, beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

function dropStale(file: string, staleMs: number): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    if (Date.now() - statSync(file).mtimeMs > staleMs) {
      // Of several that wait only one succeeds in this.
      renameSync(file, aside);
      rmSync(aside);
    }
  } catch {
    // Its holder let go of it in this moment.
  }
}
