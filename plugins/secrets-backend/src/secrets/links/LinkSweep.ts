import { LoggerService } from '@backstage/backend-plugin-api';
import { ReferenceClient, SecretIndex } from '../../references';
import { LinkTable } from './LinkTable';
import { Link } from './types';

/** References that are read by themselves in one pass; what is left is looked at in the next. */
const MOST_READ = 100;

/**
 * Forgets links whose reference is gone without this portal: on every replica, over and over, so that also what was
 * deleted while none was running is forgotten. A reference that has the name later has another uid, and is no link.
 */
export class LinkSweep {
  readonly #options: LinkSweepOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  private constructor(options: LinkSweepOptions) {
    this.#options = options;
  }

  static create(options: LinkSweepOptions): LinkSweep {
    return new LinkSweep(options);
  }

  /** Begins to look, over and over. */
  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.runOnce().finally(() => {
        this.#running = undefined;
      });
    }, this.#options.intervalMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Looks once. What cannot be looked at is looked at again in the next pass. */
  async runOnce(): Promise<void> {
    const { links, index, logger } = this.#options;
    try {
      const missed = (await links.list()).filter(
        ({ uid, namespace, name }) =>
          index.get(namespace, name)?.row.uid !== uid,
      );
      for (const link of missed.slice(0, MOST_READ)) {
        if (await this.#isGone(link)) {
          await links.remove(link.uid);
          logger.info('Forgot a link whose reference is gone', {
            namespace: link.namespace,
            name: link.name,
          });
        }
      }
    } catch (error) {
      logger.warn('Links could not be looked through', {
        error: (error as Error).name,
      });
    }
  }

  /** The index may not know it yet, and knows nothing of namespaces that are no tenant's. */
  async #isGone({ uid, namespace, name }: Link): Promise<boolean> {
    const present = await this.#options.references.getMetadata(namespace, name);
    return present?.metadata.uid !== uid;
  }
}

/** @internal */
export interface LinkSweepOptions {
  links: LinkTable;
  index: Pick<SecretIndex, 'get'>;
  /** Of the portal itself. */
  references: ReferenceClient;
  logger: LoggerService;
  intervalMs: number;
}
