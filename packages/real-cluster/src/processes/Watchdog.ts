import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';

/**
 * Keeps the process groups it is told of. The end of its input means that whoever started it has stopped or is dead, in
 * whatever way: then it kills what is left of them and removes the folder.
 */
const script = `
groups=
while read -r change group; do
  rest=
  for known in $groups; do [ "$known" = "$group" ] || rest="$rest $known"; done
  groups=$rest
  [ "$change" = add ] && groups="$groups $group"
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
for attempt in 1 2 3 4 5 6 7 8; do
  rm -rf -- "$1" 2>/dev/null && break
  sleep 0.25
done
`;

/**
 * A small shell process of its own session that outlives this one and clears up behind it, so that nothing is left
 * after `kill -9`. A signal that the kernel sends on the death of a parent would do the same, but only on Linux, and it
 * would leave the folder with its keys.
 */
export class Watchdog {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #exited: Promise<unknown>;
  readonly #groups = new Map<number, Promise<void>>();

  private constructor(process: ChildProcess, folder: string) {
    this.#process = process;
    this.#folder = folder;
    this.#exited = once(process, 'exit');
  }

  /** @param folder - removed at the end */
  static start(folder: string): Watchdog {
    const process = spawn('/bin/sh', ['-c', script, 'watchdog', folder], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    process.unref();
    // Somebody killed it: the programs still end with stop(), and telling it of them is in vain.
    process.stdin.on('error', () => undefined);
    return new Watchdog(process, folder);
  }

  /** Id of the shell process. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Kills this process group too when the time comes. @param ended - resolves when its leader has ended */
  add(group: number, ended: Promise<void>): void {
    this.#groups.set(group, ended);
    this.#process.stdin?.write(`add ${group}\n`);
  }

  /** Forgets a group that has ended, whose id another may get. */
  remove(group: number): void {
    this.#groups.delete(group);
    this.#process.stdin?.write(`remove ${group}\n`);
  }

  /** Kills what is left and removes the folder. */
  async end(): Promise<void> {
    this.#process.ref();
    this.#process.stdin?.end();
    await this.#exited;
    for (const group of this.#groups.keys()) {
      killGroup(group);
    }
    await Promise.all(this.#groups.values());
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // Gone already, as it should be.
  }
}
