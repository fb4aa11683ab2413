import { LoggerService } from '@backstage/backend-plugin-api';
import {
  isStoreError,
  ObservedSecret,
  StoreListener,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';
import { KvClient } from '../kv/KvClient';
import { EntryReader } from './EntryReader';
import { forEachLimited } from './forEachLimited';
import { listPaths } from './listPaths';

/** Entries read at a time. */
const CONCURRENCY = 8;
/** Part of the interval by which a pause may be longer or shorter, so that replicas do not ask at the same moment. */
const JITTER = 0.2;
/** A large store is read less often: a pause lasts at least so many times as long as the reading before it. */
const REST = 4;

/**
 * What stands in a store, read over and over: a KV store cannot be watched. What this process writes is read at once.
 * Reading begins with the first listener and ends with the last.
 */
export class StoreFeed {
  readonly #options: StoreFeedOptions;
  readonly #listeners = new Set<StoreListener>();
  #secrets = new Map<string, ObservedSecret>();
  /** Paths that were read by themselves since the running reading began: what that has seen of them is older. */
  #touched = new Set<string>();
  #reachability: { reachable: boolean; since: Date } | undefined;
  #listed = false;
  #timer: NodeJS.Timeout | undefined;
  /** Counts up with every start and end, so that a reading of before changes nothing any more. */
  #run = 0;

  private constructor(options: StoreFeedOptions) {
    this.#options = options;
  }

  static create(options: StoreFeedOptions): StoreFeed {
    return new StoreFeed(options);
  }

  /** Tells everything known, then every change. */
  subscribe(listener: StoreListener): Subscription {
    const isFirst = this.#listeners.size === 0;
    const subscribed = listening(listener);
    this.#listeners.add(subscribed);
    for (const secret of this.#secrets.values()) {
      listener.onUpsert(secret);
    }
    if (this.#reachability) {
      const { reachable, since } = this.#reachability;
      listener.onReachable(reachable, since);
    }
    if (this.#listed) {
      listener.onListed();
    }
    if (isFirst) {
      this.#run += 1;
      this.#begin(this.#run);
    }
    return {
      close: () => {
        if (this.#listeners.delete(subscribed) && !this.#listeners.size) {
          this.#end();
        }
      },
    };
  }

  /** Reads one path now, because something there was changed by us. */
  refresh(path: string[]): void {
    if (this.#listeners.size === 0) {
      return;
    }
    const run = this.#run;
    this.#touched.add(keyOf(path));
    this.#read(path)
      .then(secret => {
        if (run === this.#run) {
          this.#touched.add(keyOf(path));
          this.#put(path, secret);
        }
      })
      // the next reading of everything sees it
      .catch(() => this.#touched.delete(keyOf(path)));
  }

  #begin(run: number): void {
    const begun = Date.now();
    this.#readAll(run)
      .then(() => this.#reach(run, true))
      .catch(error => {
        this.#options.logger.debug('The store could not be read', {
          code: isStoreError(error) ? error.code : 'Internal',
        });
        this.#reach(run, false);
      })
      .finally(() => {
        if (run === this.#run) {
          const pause = this.#pauseAfter(Date.now() - begun);
          this.#timer = setTimeout(() => this.#begin(run), pause);
          this.#timer.unref();
        }
      });
  }

  async #readAll(run: number): Promise<void> {
    const { kv, root } = this.#options;
    this.#touched = new Set();
    const paths = await listPaths(kv, root);
    const seen = new Set(paths.map(keyOf));
    await forEachLimited(paths, CONCURRENCY, async path => {
      if (run !== this.#run) {
        return;
      }
      const secret = await this.#read(path);
      if (run === this.#run && !this.#touched.has(keyOf(path))) {
        this.#put(path, secret);
      }
    });
    if (run !== this.#run) {
      return;
    }
    for (const key of [...this.#secrets.keys()]) {
      if (!seen.has(key) && !this.#touched.has(key)) {
        this.#put(key.split('/'), undefined);
      }
    }
    if (!this.#listed) {
      this.#listed = true;
      for (const listener of this.#listeners) {
        listener.onListed();
      }
    }
  }

  #read(path: string[]): Promise<ObservedSecret | undefined> {
    return this.#options.reader.read(path, this.#secrets.get(keyOf(path)));
  }

  #put(path: string[], secret: ObservedSecret | undefined): void {
    const key = keyOf(path);
    const before = this.#secrets.get(key);
    if (before && !isSameSecret(before, secret)) {
      this.#secrets.delete(key);
      for (const listener of this.#listeners) {
        listener.onDelete({ namespace: before.namespace, name: before.name });
      }
    }
    if (secret && JSON.stringify(secret) !== JSON.stringify(before)) {
      this.#secrets.set(key, secret);
      for (const listener of this.#listeners) {
        listener.onUpsert(secret);
      }
    }
  }

  #reach(run: number, reachable: boolean): void {
    if (run !== this.#run || this.#reachability?.reachable === reachable) {
      return;
    }
    this.#reachability = { reachable, since: new Date() };
    for (const listener of this.#listeners) {
      listener.onReachable(reachable, this.#reachability.since);
    }
  }

  #pauseAfter(readingMs: number): number {
    const swing = (Math.random() * 2 - 1) * JITTER;
    const pause = Math.max(this.#options.pollIntervalMs, readingMs * REST);
    return pause * (1 + swing);
  }

  #end(): void {
    this.#run += 1;
    clearTimeout(this.#timer);
    this.#secrets = new Map();
    this.#reachability = undefined;
    this.#listed = false;
  }
}

/** @internal */
export interface StoreFeedOptions {
  kv: KvClient;
  reader: EntryReader;
  /** Folder that is read. */
  root: string[];
  pollIntervalMs: number;
  logger: LoggerService;
}

/** One object may listen twice, and each ends by itself. */
function listening(listener: StoreListener): StoreListener {
  return {
    onUpsert: secret => listener.onUpsert(secret),
    onDelete: ref => listener.onDelete(ref),
    onReachable: (reachable, since) => listener.onReachable(reachable, since),
    onListed: () => listener.onListed(),
  };
}

function isSameSecret(
  before: ObservedSecret,
  after: ObservedSecret | undefined,
): boolean {
  return (
    after?.namespace === before.namespace &&
    after.name === before.name &&
    after.uid === before.uid
  );
}

function keyOf(path: string[]): string {
  return path.join('/');
}
