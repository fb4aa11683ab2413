import { Step } from '@strongroom/backstage-plugin-secrets-node';
import { RecordEntry } from '../record';
import { ReferenceChange } from '../references';

/** How an operation stands. `undone`: nothing of it is left. */
export type OperationState = 'running' | 'done' | 'undone';

/** What an operation left behind, for whoever asks again. */
export interface OperationResult {
  uid?: string;
  resourceVersion?: string;
  /** When what was made was made, as its server says. */
  createdAt?: string;
  /** Version of what was stored, as the store said last. */
  version?: string;
  /** What the answer says of the state that was left, where that cannot be read any more. */
  tag?: string;
  /** What became of the reference, where that was not known before. */
  change?: ReferenceChange;
}

/** A row of the journal: what is being done and how far it is; never a value. */
export interface Operation<Intent = unknown> {
  id: string;
  kind: string;
  namespace: string;
  name: string;
  state: OperationState;
  /** Name of the step that was begun last. */
  step?: string;
  intent: Intent;
  result?: OperationResult;
  actor: string;
  correlationId: string;
  /** Grows with every takeover; whoever holds an older one may do nothing more. */
  fence: number;
  attempts: number;
  /** Error code that keeps it from ending. */
  cause?: string;
  startedAt: Date;
  endedAt?: Date;
}

/** The one description of an operation, which running, undoing and recovering all read. */
export interface OperationPlan {
  steps: Step[];
  /**
   * Index of the step whose effect decides: before it everything is undone, from it on everything is finished.
   * `-1`: from the beginning it only goes forward.
   */
  pivot: number;
  /** Whether the effect of the deciding step is there. Asked after a failure or a takeover. */
  committed(signal: AbortSignal): Promise<boolean>;
  /** Index of the first step with an effect, 0 unless given; up to it an error may refuse the operation. */
  firstEffect?: number;
  /**
   * Whether an error of the first steps means that the operation is refused with nothing done, although it only goes
   * forward otherwise.
   */
  refuses?(error: unknown): boolean;
  /** What the operation left, for its journal row. */
  result(): OperationResult;
  /** Row of the record that closes the operation. */
  record(
    outcome: 'success' | 'failure' | 'denied',
    errorCode?: string,
  ): RecordEntry;
}

/** Makes plans of one kind out of the journal, for recovery. */
export type Planner<Intent = unknown> = (
  operation: Operation<Intent>,
) => Promise<OperationPlan>;

/** What begins an operation. */
export interface BeginOptions<Intent> {
  kind: string;
  namespace: string;
  name: string;
  intent: Intent;
  actor: string;
  correlationId: string;
  /** Key of the caller for this request, and keyed hashes of its body: the first is kept, each recognises it. */
  idempotency?: { key: string; bodyMacs: string[] };
  /** Row of the record that goes with the intent, or with the refusal. */
  record(
    outcome: 'intent' | 'failure',
    errorCode: string | undefined,
    operationId: string,
  ): RecordEntry;
}

/** What a request is recognised by, with the row of the record for one that is refused. */
export type RecallOptions = Pick<
  BeginOptions<unknown>,
  'actor' | 'idempotency' | 'record'
>;

/** Outcome of {@link Journal.recall}. */
export type Recalled<Intent> =
  /** The same request came before. */
  | { outcome: 'repeated'; operation: Operation<Intent> }
  /** The key came before with another body. */
  | { outcome: 'mismatch' };

/** Outcome of {@link Journal.begin}. */
export type Begun<Intent> =
  | Recalled<Intent>
  | { outcome: 'begun'; operation: Operation<Intent> }
  /** Another operation on the name runs. */
  | { outcome: 'locked' };

/** How an operation is given back. */
export interface ReleaseOptions {
  /** Error code of what kept it from ending. */
  cause: string;
  /** When it is tried again, unless somebody hastens it. */
  delayMs: number;
  /** A call of its owner may still land: nobody goes on with it before a request timeout has passed. */
  mayLand?: boolean;
}

/** Times of the journal, in milliseconds. */
export interface JournalTimes {
  /** How long a replica holds an operation without a sign of life. */
  lease: number;
  /** How long one call outside may last: a dead owner's last call has landed or failed after it. */
  requestTimeout: number;
  /** How long an ended operation is laid over the index. */
  overlay: number;
  /** How long an idempotency key is remembered. */
  idempotencyTtl: number;
}
