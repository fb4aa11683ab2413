import { ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Watchdog } from './Watchdog';

/** Waits for the word of its parent, so that no program runs of which the watchdog does not know. */
const gate = 'read -r word <&3 && exec "$@" 3<&-';
const logTailLength = 2000;

/** What to run, and where. */
export interface ProgramOptions {
  /** In messages, and name of the log file. */
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** Working and home folder, where the log is written. */
  folder: string;
  watchdog: Watchdog;
}

/** A program that runs in a process group of its own, and that can be killed and started again. */
export class Program {
  readonly #options: ProgramOptions;
  #process: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();

  private constructor(options: ProgramOptions) {
    this.#options = options;
  }

  static start(options: ProgramOptions): Program {
    const program = new Program(options);
    program.start();
    return program;
  }

  get name(): string {
    return this.#options.name;
  }

  /** Absent while it does not run. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Path of what it prints, of every start one after the other. */
  get logFile(): string {
    return join(this.#options.folder, `${this.#options.name}.log`);
  }

  /** Starts it again with the same arguments, unless it runs. */
  start(): void {
    if (this.#process) {
      return;
    }
    const { command, args, env, folder, watchdog } = this.#options;
    const log = openSync(this.logFile, 'a', 0o600);
    const child = spawn('/bin/sh', ['-c', gate, 'program', command, ...args], {
      cwd: folder,
      detached: true,
      // Nothing of our own environment: proxies and tokens there are no business of the programs.
      env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, ...env },
      stdio: ['ignore', log, log, 'pipe'],
    });
    closeSync(log);
    this.#process = child;
    this.#ended = new Promise(resolve => {
      const end = () => {
        if (child.pid !== undefined) {
          watchdog.remove(child.pid);
        }
        if (this.#process === child) {
          this.#process = undefined;
        }
        resolve();
      };
      child.once('exit', end);
      child.once('error', end);
    });
    const word = child.stdio[3] as Writable;
    word.on('error', () => undefined);
    if (child.pid !== undefined) {
      watchdog.add(child.pid, this.#ended);
      word.end('go\n');
    }
  }

  /** Kills it and all of its group at once: its data is thrown away, or it has to bear that. */
  async kill(): Promise<void> {
    const pid = this.#process?.pid;
    if (pid !== undefined) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It ended by itself in this moment.
      }
    }
    await this.#ended;
  }

  /**
   * Asks again and again whether it is ready.
   * @throws when the program ends, or is not ready in time; with the end of its log
   */
  async ready(
    check: () => Promise<boolean>,
    timeoutMs = 120_000,
  ): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    let failure: unknown;
    const answered = () =>
      check().catch(error => {
        failure = error;
        return false;
      });
    while (!(await answered())) {
      if (!this.#process) {
        throw new Error(`${this.name} ended while it started:\n${this.tail()}`);
      }
      if (Date.now() > deadline) {
        throw new Error(
          `${this.name} is not ready after ${
            timeoutMs / 1000
          } s (${failure}):\n${this.tail()}`,
        );
      }
      await sleep(40);
    }
  }

  /** All that it printed. */
  log(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  /** The end of what it printed. */
  tail(): string {
    return this.log().slice(-logTailLength);
  }
}
