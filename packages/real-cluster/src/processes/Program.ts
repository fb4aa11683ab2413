import { ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RealProgram } from '../types';
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

/** A program that this process has started, and that ends with it. */
export class Program implements RealProgram {
  readonly #options: ProgramOptions;
  #process: ChildProcess | undefined;
  #since = 0;
  #logFrom = 0;
  #isSuspended = false;
  #ended: Promise<void> = Promise.resolve();

  private constructor(options: ProgramOptions) {
    this.#options = options;
  }

  static start(options: ProgramOptions): Program {
    const program = new Program(options);
    program.#spawn();
    return program;
  }

  get name(): string {
    return this.#options.name;
  }

  /** Absent while it does not run. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** When it was started last, or went on after it had been suspended; on the clock of `performance.now()`. */
  get since(): number {
    return this.#since;
  }

  get logFile(): string {
    return join(this.#options.folder, `${this.#options.name}.log`);
  }

  async start(): Promise<void> {
    if (!this.#process) {
      this.#spawn();
    }
  }

  #spawn(): void {
    const { command, args, env, folder, watchdog } = this.#options;
    this.#logFrom = this.log().length;
    this.#isSuspended = false;
    this.#since = performance.now();
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

  /** With all of its group, and without asking: its data is thrown away, or it has to bear that. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.#ended;
  }

  async suspend(): Promise<void> {
    this.#signal('SIGSTOP');
    this.#isSuspended = true;
  }

  async resume(): Promise<void> {
    if (this.#isSuspended) {
      this.#signal('SIGCONT');
      this.#isSuspended = false;
      this.#since = performance.now();
    }
  }

  #signal(signal: NodeJS.Signals): void {
    const pid = this.#process?.pid;
    if (pid !== undefined) {
      try {
        process.kill(-pid, signal);
      } catch {
        // It ended by itself in this moment.
      }
    }
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

  log(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  /** What it printed since it was started last. */
  recentLog(): string {
    return this.log().slice(this.#logFrom);
  }

  /** The end of what it printed. */
  tail(): string {
    return this.log().slice(-logTailLength);
  }
}
