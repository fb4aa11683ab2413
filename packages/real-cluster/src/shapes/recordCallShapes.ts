import type { LoggedRequest, RequestLog } from '@strongroom/embedded-cluster';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubernetesShape } from './kubernetesShape';
import { kvShape } from './kvShape';

/** Who made the calls: the portal in scenarios, or the cases of the contract. */
export type CallSide = 'portal' | 'contract';

/** Starts of the user agents whose calls count; the portal's own code runs in cases of the contract, too. */
const callers: Record<CallSide, string[]> = {
  portal: ['strongroom'],
  contract: ['contract', 'strongroom'],
};

/** Whether calls are to be recorded: then logs have to keep bodies, because they hold preconditions. */
export function recordsCallShapes(): boolean {
  return Boolean(process.env.STRONGROOM_CALL_SHAPES);
}

/** Logs of what arrived at API servers and at KV stores. */
export interface CallLogs {
  kubernetes: RequestLog[];
  kv: RequestLog[];
}

/**
 * Writes the shapes of the calls that have been answered into the folder that `STRONGROOM_CALL_SHAPES` names, one a
 * line; does nothing when it names none. Neither names nor values are written.
 */
export function recordCallShapes(side: CallSide, logs: CallLogs): void {
  const folder = process.env.STRONGROOM_CALL_SHAPES;
  if (!folder) {
    return;
  }
  const shapes = callShapes(side, logs);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${side}-${randomUUID()}.txt`),
    shapes.map(shape => `${shape}\n`).join(''),
  );
}

/** The distinct shapes of answered calls, sorted. What a fault answered or broke is no behaviour of the server. */
export function callShapes(side: CallSide, logs: CallLogs): string[] {
  const of = (all: RequestLog[], shape: (entry: LoggedRequest) => string) =>
    all
      .flatMap(({ entries }) => entries)
      .filter(({ status, fault }) => status !== 0 && !fault)
      .filter(({ userAgent }) =>
        callers[side].some(caller => userAgent.startsWith(caller)),
      )
      .map(shape);
  return [
    ...new Set([
      ...of(logs.kubernetes, entry => `kubernetes: ${kubernetesShape(entry)}`),
      ...of(logs.kv, entry => `kv: ${kvShape(entry)}`),
    ]),
  ].sort();
}
