import { parseGoDuration } from '../kv';
import { KubernetesObject } from '../storage';
import { syncedResourceVersion } from './syncedResourceVersion';
import { ReconcileResult } from './types';

/** When an object was last brought up to date, and as which version. @internal */
export interface SyncedStatus {
  refreshTime?: string;
  syncedResourceVersion?: string;
}

/** How late the real controller looks again at a PushSecret. */
const slackMs = 5000;

/** `spec.refreshInterval`, an hour when it is absent. @internal */
export function refreshIntervalMs({ spec }: KubernetesObject): number {
  return (parseGoDuration(spec.refreshInterval ?? '1h') ?? 3600) * 1000;
}

/** Whether a PushSecret is to be pushed now. @internal */
export function isPushDue(
  push: KubernetesObject,
  status: SyncedStatus,
  now: Date,
): boolean {
  if (hasChanged(push, status)) {
    return true;
  }
  const interval = refreshIntervalMs(push);
  const refreshed = Date.parse(status.refreshTime ?? '');
  return (
    interval !== 0 &&
    (Number.isNaN(refreshed) || refreshed + interval < now.getTime())
  );
}

/** When to look again at a PushSecret that is not due. @internal */
export function nextPush(
  push: KubernetesObject,
  status: SyncedStatus,
  now: Date,
): ReconcileResult {
  const since = now.getTime() - Date.parse(status.refreshTime ?? '');
  const left = Math.max(0, refreshIntervalMs(push) - (since || 0));
  return { requeueAfterMs: left + slackMs };
}

/** Whether an ExternalSecret is to be read from its store now. @internal */
export function isRefreshDue(
  external: KubernetesObject,
  status: SyncedStatus,
  now: Date,
): boolean {
  const refreshed = Date.parse(status.refreshTime ?? '');
  const never = !status.syncedResourceVersion || Number.isNaN(refreshed);
  switch (external.spec.refreshPolicy) {
    case 'CreatedOnce':
      return never;
    case 'OnChange':
      return never || hasChanged(external, status);
    default: {
      const interval = refreshIntervalMs(external);
      if (interval <= 0 && status.syncedResourceVersion) {
        return false;
      }
      return (
        never ||
        hasChanged(external, status) ||
        refreshed > now.getTime() ||
        refreshed + interval < now.getTime()
      );
    }
  }
}

/** When to look again at an ExternalSecret. @internal */
export function nextRefresh(
  external: KubernetesObject,
  status: SyncedStatus,
  now: Date,
): ReconcileResult {
  const interval = refreshIntervalMs(external);
  if (interval <= 0) {
    return {};
  }
  const refreshed = Date.parse(status.refreshTime ?? '');
  if (Number.isNaN(refreshed)) {
    return { requeueAfterMs: interval };
  }
  const since = now.getTime() - refreshed;
  return since >= 0 && since < interval
    ? { requeueAfterMs: interval - since }
    : { requeue: true };
}

function hasChanged(object: KubernetesObject, status: SyncedStatus): boolean {
  return (
    status.syncedResourceVersion !== syncedResourceVersion(object.metadata)
  );
}
