import { randomBytes } from 'node:crypto';

/** Part of every name that this test file gives in this run, because files may share clusters and be run again on them. */
export const RUN = randomBytes(3).toString('hex');

/** Finds the tenants of this file alone. */
export const TENANT_LABEL = 'strongroom.test/run';

/** Of `payments-dev`'s team. */
export const PAYMENTS = `payments-${RUN}`;
/** Of `frontend-dev`'s team. */
export const FRONTEND = `frontend-${RUN}`;
/** Of the platform. */
export const SHARED = `shared-${RUN}`;

/** Whether a path of the store begins with a tenant of another file or run. */
export function isOfOtherFile(path: string): boolean {
  const [, run] =
    /^(?:payments|frontend|shared)-([0-9a-f]{6})\//.exec(path) ?? [];
  return run !== undefined && run !== RUN;
}
