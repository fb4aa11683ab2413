import { KubernetesObject } from '@strongroom/backstage-plugin-secrets-node';

/** One entry of `PushSecret.spec.data`, and of what External Secrets says it pushed. */
export interface PushSecretEntry {
  conversionStrategy?: string;
  match?: {
    /** Absent or empty: the whole Secret. */
    secretKey?: string;
    remoteRef?: { remoteKey?: string; property?: string };
  };
}

/** @see https://external-secrets.io/latest/api/pushsecret/ */
export interface PushSecret extends KubernetesObject {
  spec?: {
    data?: PushSecretEntry[];
    dataTo?: unknown[];
    deletionPolicy?: string;
    refreshInterval?: string;
    secretStoreRefs?: Array<{
      kind?: string;
      name?: string;
      labelSelector?: unknown;
    }>;
    selector?: {
      secret?: { name?: string; selector?: unknown };
      generatorRef?: unknown;
    };
    template?: unknown;
    updatePolicy?: string;
  };
  status?: {
    conditions?: StatusCondition[];
    refreshTime?: string;
    /** By `<kind>/<name>` of the store, then by `<remoteKey>/<property>`. */
    syncedPushSecrets?: Record<string, Record<string, PushSecretEntry>>;
    syncedResourceVersion?: string;
  };
}

/** A condition as External Secrets writes it. */
export interface StatusCondition {
  type?: string;
  status?: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

/** @see https://external-secrets.io/latest/api/clustersecretstore/ */
export interface ClusterSecretStore extends KubernetesObject {
  spec?: {
    conditions?: Array<{
      namespaces?: string[];
      namespaceRegexes?: string[];
      namespaceSelector?: unknown;
    }>;
  };
  status?: { capabilities?: string; conditions?: StatusCondition[] };
}

/** The `Ready` condition of an object. */
export function readyCondition(
  conditions: StatusCondition[] | undefined,
): StatusCondition | undefined {
  return conditions?.find(condition => condition.type === 'Ready');
}
