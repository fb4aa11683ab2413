import {
  PlannedChange,
  Repair,
  RepairAction,
} from '@strongroom/backstage-plugin-secrets-common';
import { Operation } from '../../operations';
import { RecordedActor } from '../../record';
import {
  RecordedIntent,
  RepairingIntent,
} from '../../secrets/operations/intents';
import { RecordedSecret } from '../../secrets/operations/recordOperation';
import { SecretsContext } from '../../secrets/SecretsContext';
import { findingOf, operationRepairs } from './operationRepairs';

/** Ended operations that a repetition is looked for among. */
const MOST_CLOSED = 1_000;
/** Rows of one secret that are looked through for who had an operation repaired. */
const MOST_ROWS = 500;

/** A repair that somebody had carried out. */
export interface RecalledRepair {
  answer: Repair;
  /** The secret that it was about. */
  recorded: RecordedSecret;
}

/** What is asked for once more. */
interface AskedRepair {
  caller: RecordedActor;
  /** Id of the finding. */
  finding: string;
  action: RepairAction;
}

/**
 * The answer to a repair that this caller had carried out before, told by journal and record alone; `undefined` when he had
 * not.
 *
 * @throws SecretsError `RecordUnavailable`
 */
export async function recallRepair(
  { journal, history }: Pick<SecretsContext, 'journal' | 'history'>,
  asked: AskedRepair,
): Promise<RecalledRepair | undefined> {
  const { caller, finding, action } = asked;
  for (const operation of await journal.closed(MOST_CLOSED)) {
    const intent = operation.intent as RecordedIntent & RepairingIntent;
    if (
      operation.state === 'done' &&
      operation.actor === caller.actor &&
      intent.repairs?.finding === finding &&
      intent.repairs.action === action
    ) {
      return recalled(intent.recorded, intent.repairs.changes);
    }
    // what had an operation ended is none of its own
    const offered =
      findingOf(operation) === finding
        ? operationRepairs(operation)[action]
        : undefined;
    if (offered && (await hasAsked(history, asked, operation))) {
      return recalled(intent.recorded, offered.changes);
    }
  }
  return undefined;
}

/** What a repair is answered with of which nothing is left to do. */
export function settledRepair(changes: PlannedChange[]): Repair {
  return { dryRun: false, settled: true, changes };
}

function recalled(
  recorded: RecordedSecret,
  changes: PlannedChange[],
): RecalledRepair {
  return { answer: settledRepair(changes), recorded };
}

async function hasAsked(
  history: SecretsContext['history'],
  { caller }: AskedRepair,
  operation: Operation,
): Promise<boolean> {
  const rows = await history.done(operation, MOST_ROWS);
  return rows.some(
    ({ action, outcome, actor, operation_id: operationId }) =>
      action === 'finding-repair' &&
      outcome === 'success' &&
      actor === caller.actor &&
      operationId === operation.id,
  );
}
