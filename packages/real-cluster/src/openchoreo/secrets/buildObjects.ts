import { ClusterObject } from '../cluster';
import { DataSource, Reference, TargetPlane } from '../types';

const managedByLabel = 'openchoreo.dev/managed-by';
const managedByApi = 'openchoreo-api';
/** Selects the references that the Secret API knows. */
export const managedSelector = `${managedByLabel}=${managedByApi}`;

const segments = new Map([
  ['kubernetes.io/basic-auth', 'basic-auth'],
  ['kubernetes.io/ssh-auth', 'ssh-auth'],
  ['kubernetes.io/dockerconfigjson', 'registry'],
  ['kubernetes.io/tls', 'tls'],
]);

/** What is written of a secret. */
export interface SecretDraft {
  /** The owner's namespace, of the control plane. */
  namespace: string;
  name: string;
  type: string;
  data: Map<string, string>;
}

/** Namespace of a plane that holds the values of an owner's namespace. */
export function planeNamespace(namespace: string): string {
  return `openchoreo-kv-${namespace}`;
}

/** Whether the Secret API knows a reference. */
export function isManaged({ metadata, spec }: Reference): boolean {
  return (
    spec.targetPlane !== undefined &&
    metadata.labels?.[managedByLabel] === managedByApi
  );
}

/** The labels of a caller, and the mark on top. */
export function withMark(labels: Map<string, string>): Record<string, string> {
  return Object.fromEntries([...labels, [managedByLabel, managedByApi]]);
}

export function sortedKeys(data: Map<string, string>): string[] {
  return [...data.keys()].sort();
}

/** Values as Kubernetes holds them: base64 of their UTF-8. */
export function encodeData(data: Map<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...data].map(([key, value]) => [
      key,
      Buffer.from(value, 'utf8').toString('base64'),
    ]),
  );
}

/** The path in the store: always the default one, whatever a reference says. */
function remoteKeyOf({ namespace, type, name }: SecretDraft): string {
  return `secret/${namespace}/${segments.get(type) ?? 'generic'}/${name}`;
}

export function buildSecret(draft: SecretDraft): ClusterObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: draft.name,
      namespace: planeNamespace(draft.namespace),
    },
    type: draft.type,
    data: encodeData(draft.data),
  };
}

export function buildPushSecret(
  draft: SecretDraft,
  storeName: string,
  trigger: string,
): ClusterObject {
  return {
    apiVersion: 'external-secrets.io/v1alpha1',
    kind: 'PushSecret',
    metadata: {
      name: draft.name,
      namespace: planeNamespace(draft.namespace),
      annotations: { 'openchoreo.dev/sync-trigger': trigger },
    },
    spec: {
      updatePolicy: 'Replace',
      deletionPolicy: 'Delete',
      ...pushSpec(draft.name, storeName, remoteKeyOf(draft), [
        ...sortedKeys(draft.data),
      ]),
    },
  };
}

/** Store, source and entries of a PushSecret. */
export function pushSpec(
  name: string,
  storeName: string,
  remoteKey: string,
  keys: string[],
): object {
  return {
    secretStoreRefs: [{ kind: 'ClusterSecretStore', name: storeName }],
    selector: { secret: { name } },
    data: keys.map(key => ({
      match: { secretKey: key, remoteRef: { remoteKey, property: key } },
    })),
  };
}

export function buildReference(
  draft: SecretDraft,
  targetPlane: TargetPlane,
  labels: Map<string, string>,
): Reference {
  return {
    apiVersion: 'openchoreo.dev/v1alpha1',
    kind: 'SecretReference',
    metadata: {
      name: draft.name,
      namespace: draft.namespace,
      labels: withMark(labels),
    },
    spec: {
      targetPlane,
      template: { type: draft.type },
      data: dataSources(draft),
    },
  };
}

export function dataSources(draft: SecretDraft): DataSource[] {
  return sourcesAt(remoteKeyOf(draft), sortedKeys(draft.data));
}

/** Entries of a reference for keys at one path. */
export function sourcesAt(key: string, keys: string[]): DataSource[] {
  return keys.map(property => ({
    secretKey: property,
    remoteRef: { key, property },
  }));
}
