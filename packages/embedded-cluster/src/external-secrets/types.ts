import { Clock } from '../clock';
import { GroupVersionResource, KubernetesObject } from '../storage';
import { ResourceStore } from '../storage/ResourceStore';
import { ExternalSecretsVersion } from '../types';

/** @public */
export interface ExternalSecretsControllerOptions {
  store: ResourceStore;
  clock?: Clock;
  /** As which version it behaves where they differ, by default `2.x`. */
  esoVersion?: ExternalSecretsVersion;
  /** Milliseconds between two checks of a store, by default five minutes. */
  storeRequeueIntervalMs?: number;
  /** Objects of one kind that are worked on at once, by default 4. */
  concurrency?: number;
  /** Milliseconds until a request to a store is given up, by default one minute; real time. */
  requestTimeoutMs?: number;
  /** Told of every failed reconcile, which is tried again; the texts may quote the store. */
  onReconcileError?(controller: string, key: string, error: Error): void;
}

/** The name of the controller in managed fields. @internal */
export const fieldManager = 'external-secrets';

const group = 'external-secrets.io';

/** What the controllers read and write. @internal */
export const resources = {
  clusterSecretStores: {
    group,
    version: 'v1',
    resource: 'clustersecretstores',
  },
  secretStores: { group, version: 'v1', resource: 'secretstores' },
  externalSecrets: { group, version: 'v1', resource: 'externalsecrets' },
  pushSecrets: { group, version: 'v1alpha1', resource: 'pushsecrets' },
  secrets: { group: '', version: 'v1', resource: 'secrets' },
  namespaces: { group: '', version: 'v1', resource: 'namespaces' },
  events: { group: '', version: 'v1', resource: 'events' },
} satisfies Record<string, GroupVersionResource>;

/** @internal */
export type StoreKind = 'ClusterSecretStore' | 'SecretStore';

/** @internal */
export interface StoreRef {
  kind: StoreKind;
  name: string;
}

/** @internal */
export interface Condition {
  type: string;
  status: 'True' | 'False';
  reason: string;
  message: string;
  lastTransitionTime: string;
}

/** When to look at an object again; nothing is when it changes. @internal */
export interface ReconcileResult {
  requeueAfterMs?: number;
  /** Again soon, counted as a failure by the back-off. */
  requeue?: boolean;
}

/** Brings one object to its wanted state; a rejection is retried with back-off. @internal */
export interface Reconciler {
  reconcile(key: string): Promise<ReconcileResult>;
}

/** Key and value of a Secret, or of an entry in the store. @internal */
export type SecretBytes = Map<string, Buffer>;

/** `namespace/name`, or the name alone for cluster-scoped objects. @internal */
export function keyOf({ metadata }: KubernetesObject): string {
  return metadata.namespace
    ? `${metadata.namespace}/${metadata.name}`
    : metadata.name ?? '';
}

/** @internal */
export function parseKey(key: string): { namespace?: string; name: string } {
  const [first, second] = key.split('/');
  return second === undefined
    ? { name: first }
    : { namespace: first, name: second };
}
