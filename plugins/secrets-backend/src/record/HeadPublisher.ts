import { appendFile } from 'node:fs/promises';
import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { SecretsRecord } from './SecretsRecord';
import { RecordHead } from './types';

const CHECK_INTERVAL_MS = 10_000;
const PUBLISH_INTERVAL_MS = 5 * 60_000;
const PUBLISH_ROWS = 1000;
const WEBHOOK_TIMEOUT_MS = 10_000;

/** Where heads go besides the auditor. */
export interface RecordAnchor {
  /** Receives `{seq, mac, time}` as JSON by POST. */
  webhook?: string;
  /** Gets one line of JSON per head. */
  file?: string;
}

/**
 * Publishes the end of the chain every 1,000 rows or 5 minutes, so that it stands where whoever edits the database
 * cannot reach it. A head that could not be published is tried again at the next check.
 */
export class HeadPublisher {
  readonly #record: SecretsRecord;
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;
  readonly #anchor: RecordAnchor;
  #timer?: NodeJS.Timeout;
  /**
   * On the monotonic clock: one that is set back must not keep heads in. Before the first, whatever an earlier process left
   * unpublished is due.
   */
  #publishedAt = Number.NEGATIVE_INFINITY;
  #running?: Promise<void>;

  private constructor(options: HeadPublisherOptions) {
    this.#record = options.record;
    this.#auditor = options.auditor;
    this.#logger = options.logger;
    this.#anchor = options.anchor;
  }

  static create(options: HeadPublisherOptions): HeadPublisher {
    return new HeadPublisher(options);
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#check().finally(() => {
        this.#running = undefined;
      });
    }, CHECK_INTERVAL_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #check(): Promise<void> {
    try {
      const { head, anchored } = await this.#record.heads();
      const fresh = head.seq - anchored.seq;
      const due =
        fresh >= PUBLISH_ROWS ||
        performance.now() - this.#publishedAt >= PUBLISH_INTERVAL_MS;
      if (fresh > 0 && due) {
        await this.publish(head);
      }
    } catch (error) {
      this.#logger.warn('The head of the record could not be published', {
        error: (error as Error).name,
      });
    }
  }

  /** Publishes a head now. @throws Error when it does not stand everywhere where it is to stand */
  async publish(head: RecordHead): Promise<void> {
    const event = await this.#auditor.createEvent({
      eventId: 'record-head',
      severityLevel: 'medium',
      meta: { ...head },
    });
    const line = JSON.stringify({ ...head, time: new Date().toISOString() });
    try {
      // first what may refuse: a file would get the head again with every attempt
      if (this.#anchor.webhook) {
        await post(this.#anchor.webhook, line);
      }
      if (this.#anchor.file) {
        await appendFile(this.#anchor.file, `${line}\n`, { mode: 0o600 });
      }
      await this.#record.markAnchored(head);
    } catch (error) {
      // in words of ours: a path or an address stands in the others
      await event.fail({ error: new Error('The head was not published') });
      throw error;
    }
    this.#publishedAt = performance.now();
    await event.success();
  }
}

/** @internal */
export interface HeadPublisherOptions {
  record: SecretsRecord;
  auditor: AuditorService;
  logger: LoggerService;
  anchor: RecordAnchor;
}

async function post(url: string, body: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(WEBHOOK_TIMEOUT_MS),
  });
  if (!response.ok) {
    throw new Error(`The webhook answered ${response.status}`);
  }
}
