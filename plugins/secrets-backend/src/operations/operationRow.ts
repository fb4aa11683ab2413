import { BeginOptions, Operation, OperationState } from './types';

/** A row of the table `operations`. */
export interface OperationRow {
  id: string;
  kind: string;
  namespace: string;
  name: string;
  lock: string | null;
  state: OperationState;
  step: string | null;
  intent: string;
  result: string | null;
  actor: string;
  correlation_id: string;
  idempotency_key: string | null;
  body_mac: string | null;
  owner: string | null;
  fence: number;
  lease_until: number | string;
  next_attempt_at: number | string;
  attempts: number;
  cause: string | null;
  started_at: number | string;
  ended_at: number | string | null;
}

/** The row of an operation that begins now, held by its owner. */
export function beginningRow(
  options: BeginOptions<unknown>,
  {
    id,
    owner,
    now,
    lease,
  }: { id: string; owner: string; now: number; lease: number },
): OperationRow {
  return {
    id,
    kind: options.kind,
    namespace: options.namespace,
    name: options.name,
    lock: lockOf(options.namespace, options.name),
    state: 'running',
    step: null,
    intent: JSON.stringify(options.intent),
    result: null,
    actor: options.actor,
    correlation_id: options.correlationId,
    idempotency_key: options.idempotency?.key ?? null,
    body_mac: options.idempotency?.bodyMacs[0] ?? null,
    owner,
    fence: 1,
    lease_until: now + lease,
    next_attempt_at: now,
    attempts: 1,
    cause: null,
    started_at: now,
    ended_at: null,
  };
}

/** What no two running operations have in common. */
export function lockOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** What a row says. */
export function toOperation<Intent>(row: OperationRow): Operation<Intent> {
  return {
    id: row.id,
    kind: row.kind,
    namespace: row.namespace,
    name: row.name,
    state: row.state,
    step: row.step ?? undefined,
    intent: JSON.parse(row.intent),
    result: row.result ? JSON.parse(row.result) : undefined,
    actor: row.actor,
    correlationId: row.correlation_id,
    fence: row.fence,
    attempts: row.attempts,
    cause: row.cause ?? undefined,
    startedAt: new Date(Number(row.started_at)),
    endedAt: row.ended_at === null ? undefined : new Date(Number(row.ended_at)),
  };
}
