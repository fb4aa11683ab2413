import { randomUUID } from 'node:crypto';
import { LoggerService } from '@backstage/backend-plugin-api';
import { SecretsContext } from '../secrets/SecretsContext';
import { FindFindings, IdentifiedFinding } from './FindFindings';
import { leftoverObject } from './kinds/leftoverObject';
import { RepairFinding } from './repair/RepairFinding';

/** Kinds among which there is something safe. */
const SAFE = [leftoverObject];
/** Who the record names for what nobody asked for. */
const ITSELF = 'plugin:secrets';
/** Without one of these there is nothing that {@link SAFE} could find. */
const UNDONE_CREATE = { kind: 'create', state: 'undone' } as const;
/** Passes that a finding is left alone for after a repair of it failed. */
const REST = 10;

/**
 * Repairs what is safe without being asked, on every replica: the journal's lock on the name lets one of them do it, and
 * whatever that one leaves unfinished its recovery finishes like any other operation.
 */
export class SelfRepair {
  readonly #options: SelfRepairOptions;
  /** Failed ones, by id, with the passes that are left to wait. */
  readonly #resting = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  private constructor(options: SelfRepairOptions) {
    this.#options = options;
  }

  static create(options: SelfRepairOptions): SelfRepair {
    return new SelfRepair(options);
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

  /** Looks once, and repairs what may be. */
  async runOnce(): Promise<void> {
    const { context, findings, logger } = this.#options;
    try {
      const undone = await context.journal.closed(1, UNDONE_CREATE);
      if (undone.length === 0) {
        return;
      }
      const { items } = await findings.fresh(SAFE);
      for (const finding of items) {
        if (finding.safe && !this.#rests(finding.id)) {
          await this.#repair(finding);
        }
      }
    } catch (error) {
      logger.warn('What can be repaired could not be looked for', {
        error: (error as Error).name,
      });
    }
  }

  async #repair(finding: IdentifiedFinding): Promise<void> {
    const { context, repairs, logger } = this.#options;
    const action = finding.safe!;
    const offered = finding.repairs?.[action];
    if (!offered) {
      return;
    }
    try {
      await repairs.execute({
        caller: {
          actor: ITSELF,
          principal: 'service',
          correlationId: randomUUID(),
        },
        finding,
        action,
        offered,
        effects: context.effects.own,
        useCases: async () => false,
        guard: () => {},
      });
      logger.info('Repaired what was left behind', { kind: finding.kind });
    } catch (error) {
      this.#resting.set(finding.id, REST);
      logger.warn('What was left behind could not be repaired', {
        kind: finding.kind,
        error: (error as Error).name,
      });
    }
  }

  #rests(id: string): boolean {
    const left = this.#resting.get(id) ?? 0;
    if (left > 1) {
      this.#resting.set(id, left - 1);
    } else {
      this.#resting.delete(id);
    }
    return left > 0;
  }
}

/** @internal */
export interface SelfRepairOptions {
  context: SecretsContext;
  findings: FindFindings;
  repairs: RepairFinding;
  logger: LoggerService;
  intervalMs: number;
}
