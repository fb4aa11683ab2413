import { KubernetesObject } from '@strongroom/backstage-plugin-secrets-node';
import { canonicaliseDuration } from '@strongroom/backstage-plugin-secrets-common';
import { Consumer, RefreshPolicy } from './types';

const DEFAULT_INTERVAL = '1h';
/** Label of what OpenChoreo renders for a tenant. */
const TENANT_LABEL = 'openchoreo.dev/namespace';

/**
 * The fields of an ExternalSecret that are read here.
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export interface ExternalSecret extends KubernetesObject {
  spec?: {
    secretStoreRef?: { kind?: string; name?: string };
    refreshInterval?: string;
    refreshPolicy?: string;
    target?: { name?: string };
    data?: Array<{ remoteRef?: { key?: string } }>;
    dataFrom?: Array<{ extract?: { key?: string } }>;
  };
  status?: {
    refreshTime?: string;
    conditions?: Array<{
      type?: string;
      status?: string;
      reason?: string;
      lastTransitionTime?: string;
    }>;
  };
}

/** Reduces an ExternalSecret to what is kept of it; its messages may name internals and are left behind. */
export function projectConsumer({
  metadata,
  spec,
  status,
}: ExternalSecret): Consumer {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  const store = spec?.secretStoreRef;
  const refreshInterval = canonicaliseDuration(
    spec?.refreshInterval ?? DEFAULT_INTERVAL,
  );
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid,
    tenant: metadata.labels?.[TENANT_LABEL],
    remoteKeys: remoteKeysOf(spec),
    storeName: store?.kind === 'ClusterSecretStore' ? store.name : undefined,
    target: spec?.target?.name ?? metadata.name,
    ready: ready && ready.status === 'True',
    reason: ready?.reason,
    since: toDate(ready?.lastTransitionTime),
    refreshTime: toDate(status?.refreshTime),
    refreshPolicy: policyOf(spec?.refreshPolicy, refreshInterval),
    refreshInterval,
  };
}

function remoteKeysOf(spec: ExternalSecret['spec']): string[] {
  const keys = new Set<string>();
  for (const { remoteRef } of spec?.data ?? []) {
    if (remoteRef?.key) {
      keys.add(remoteRef.key);
    }
  }
  for (const { extract } of spec?.dataFrom ?? []) {
    if (extract?.key) {
      keys.add(extract.key);
    }
  }
  return [...keys];
}

function policyOf(policy: string | undefined, interval: string): RefreshPolicy {
  if (policy === 'OnChange') {
    return 'onChange';
  }
  return policy === 'CreatedOnce' || interval === '0s' ? 'never' : 'interval';
}

function toDate(text: string | undefined): Date | undefined {
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time);
}
