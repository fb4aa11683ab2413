import { LoggerService } from '@backstage/backend-plugin-api';
import {
  isStoreError,
  KubernetesObject,
  KubernetesResource,
  ObjectPage,
  ReflectorListener,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';
import { sleep } from '../connection/sleep';
import { Backoff } from './Backoff';

/** One event of a watch. */
export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: KubernetesObject & { code?: number };
}

/** What a reflector asks of its cluster. */
export interface ReflectorSource<T extends KubernetesObject> {
  /** @throws StoreError; `NotFound` when the cluster does not know the kind */
  listPage(options: {
    limit: number;
    continue?: string;
    signal: AbortSignal;
  }): Promise<ObjectPage<T>>;
  /** Opens a watch; its events end when the server ends it. @throws StoreError */
  watch(options: {
    resourceVersion: string;
    timeoutSeconds: number;
    silenceMs: number;
    signal: AbortSignal;
  }): Promise<AsyncIterable<WatchEvent>>;
}

/** Pauses of a reflector; shorter ones make tests quick. */
export interface ReflectorTiming {
  /** First and longest wait after a failure. */
  retry: { minMs: number; maxMs: number };
  /** Wait before a kind that the cluster does not know is asked for again. */
  absentMs: number;
  /** Shortest time that the server is asked to keep a watch; up to twice that is asked for, at random. */
  watchSeconds: number;
  /** Longest silence of a watch; servers send a bookmark about every minute. */
  silenceMs: number;
}

export const DEFAULT_TIMING: ReflectorTiming = {
  retry: { minMs: 500, maxMs: 30_000 },
  absentMs: 30_000,
  watchSeconds: 240,
  silenceMs: 150_000,
};

const PAGE_SIZE = 500;
/** Longest wait that a server may ask for, so that one odd answer does not stop us for hours. */
const LONGEST_RETRY_AFTER_MS = 60_000;
/** A watch that ends sooner is counted as a failure, or a server that refuses politely would be asked in a loop. */
const SHORTEST_WATCH_MS = 1_000;

/** The position in the history is too old: everything has to be listed again. */
class ExpiredError extends Error {}

/**
 * Tells a listener everything of a kind and then every change, for as long as it is open: lists page by page without
 * keeping anything, watches from there, goes on where a watch ended and lists again when the server has forgotten that
 * position.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 */
export class Reflector<T extends KubernetesObject> implements Subscription {
  readonly #resource: KubernetesResource;
  readonly #source: ReflectorSource<T>;
  readonly #listener: ReflectorListener<T>;
  readonly #logger: LoggerService;
  readonly #timing: ReflectorTiming;
  readonly #backoff: Backoff;
  readonly #closed = new AbortController();
  #reachable: boolean | undefined;
  /** Why it cannot be read, as it was logged last. */
  #cause: string | undefined;
  #refused = false;
  #since = new Date();
  /** When it was last certain that everything is known, in milliseconds of the epoch. */
  #heardAt = Date.now();
  #resourceVersion: string | undefined;

  private constructor(options: ReflectorOptions<T>) {
    this.#resource = options.resource;
    this.#source = options.source;
    this.#listener = options.listener;
    this.#logger = options.logger;
    this.#timing = options.timing;
    this.#backoff = Backoff.create(options.timing.retry);
  }

  /** Begins at once. */
  static start<T extends KubernetesObject>(
    options: ReflectorOptions<T>,
  ): Reflector<T> {
    const reflector = new Reflector<T>(options);
    void reflector.#run();
    return reflector;
  }

  close(): void {
    this.#closed.abort();
  }

  get #isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      try {
        if (this.#resourceVersion === undefined) {
          await this.#list();
        }
        await this.#watch();
      } catch (error) {
        if (!this.#isClosed) {
          await this.#recover(error);
        }
      }
    }
  }

  async #list(): Promise<void> {
    this.#tell(() => this.#listener.onListStart?.());
    let token: string | undefined;
    let resourceVersion: string;
    do {
      const page: ObjectPage<T> = await this.#source.listPage({
        limit: PAGE_SIZE,
        continue: token,
        signal: this.#closed.signal,
      });
      this.#hear();
      for (const object of page.items) {
        this.#tell(() => this.#listener.onUpsert(object));
      }
      resourceVersion = page.resourceVersion;
      token = page.continue;
    } while (token && !this.#isClosed);
    this.#resourceVersion = resourceVersion;
    this.#tell(() => this.#listener.onListed?.());
  }

  async #watch(): Promise<void> {
    const started = performance.now();
    const events = await this.#source.watch({
      resourceVersion: this.#resourceVersion ?? '',
      timeoutSeconds: Math.round(
        this.#timing.watchSeconds * (1 + Math.random()),
      ),
      silenceMs: this.#timing.silenceMs,
      signal: this.#closed.signal,
    });
    this.#hear();
    try {
      for await (const event of events) {
        this.#heardAt = Date.now();
        this.#take(event);
        this.#backoff.reset();
      }
      this.#heardAt = Date.now();
    } catch (error) {
      if (error instanceof ExpiredError) {
        throw error;
      }
      if (!isStoreError(error, 'Timeout')) {
        // Up to the break it would have told; one that was only silent may have been dead all the time.
        this.#heardAt = Date.now();
      }
      // Connections break now and then; whether the cluster answers, the next attempt shows.
      await this.#pause(this.#backoff.next());
      return;
    }
    if (performance.now() - started < SHORTEST_WATCH_MS) {
      await this.#pause(this.#backoff.next());
    } else {
      this.#backoff.reset();
    }
  }

  #take({ type, object }: WatchEvent): void {
    if (type === 'ERROR') {
      throw object.code === 410 ? new ExpiredError() : new Error('watch ended');
    }
    if (type === 'ADDED' || type === 'MODIFIED') {
      this.#tell(() => this.#listener.onUpsert(object as unknown as T));
    } else if (type === 'DELETED') {
      const { namespace, name, uid } = object.metadata;
      this.#tell(() => this.#listener.onDelete({ namespace, name, uid }));
    }
    this.#resourceVersion =
      object.metadata.resourceVersion ?? this.#resourceVersion;
  }

  async #recover(error: unknown): Promise<void> {
    if (error instanceof ExpiredError || isStoreError(error, 'Conflict')) {
      // Also an expired continue token of a list: the next list begins anew.
      this.#resourceVersion = undefined;
      await this.#pause(this.#backoff.next());
      return;
    }
    if (isStoreError(error, 'NotFound')) {
      this.#resourceVersion = undefined;
      this.#hear();
      this.#tell(() => this.#listener.onListStart?.());
      this.#tell(() => this.#listener.onListed?.());
      await this.#pause(this.#timing.absentMs);
      return;
    }
    this.#setReachable(
      false,
      isStoreError(error) ? error.message : 'unknown error',
      isStoreError(error, 'Denied'),
    );
    const retryAfter = isStoreError(error) ? error.retryAfterMs ?? 0 : 0;
    await this.#pause(
      Math.max(
        Math.min(retryAfter, LONGEST_RETRY_AFTER_MS),
        this.#backoff.next(),
      ),
    );
  }

  #hear(): void {
    this.#heardAt = Date.now();
    this.#setReachable(true);
  }

  #setReachable(reachable: boolean, cause?: string, refused = false): void {
    if (!reachable && this.#cause !== cause) {
      this.#logger.warn(
        `${this.#resource.kind} can no longer be read: ${cause}`,
      );
    }
    this.#cause = cause;
    if (this.#reachable === reachable && this.#refused === refused) {
      return;
    }
    const first = this.#reachable === undefined;
    // a silence that becomes a refusal, or the other way round, has lasted as long as both
    if (this.#reachable !== reachable) {
      this.#since = new Date(this.#heardAt);
    }
    this.#reachable = reachable;
    this.#refused = refused;
    if (reachable && !first) {
      this.#logger.info(`${this.#resource.kind} can be read again`);
    }
    this.#tell(() =>
      this.#listener.onReachable?.(reachable, this.#since, refused),
    );
  }

  /** A listener that throws must not end what others rely on. */
  #tell(call: () => void): void {
    if (this.#isClosed) {
      return;
    }
    try {
      call();
    } catch (error) {
      this.#logger.error(
        `A listener of ${this.#resource.kind} failed with ${
          error instanceof Error ? error.name : 'an unknown error'
        }`,
      );
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return sleep(milliseconds, this.#closed.signal);
  }
}

/** Options of {@link Reflector.start}. */
export interface ReflectorOptions<T extends KubernetesObject> {
  resource: KubernetesResource;
  source: ReflectorSource<T>;
  listener: ReflectorListener<T>;
  logger: LoggerService;
  timing: ReflectorTiming;
}
