import {
  PlaneRef,
  SecretCategory,
  SecretSource,
} from '@strongroom/backstage-plugin-secrets-common';
import { ObjectMeta } from '@strongroom/backstage-plugin-secrets-node';

/** One entry of `SecretReference.spec.data`. */
export interface ReferenceEntry {
  secretKey: string;
  remoteRef: { key: string; property?: string; version?: string };
}

/** The custom resource that points to a value, `openchoreo.dev/v1alpha1`. */
export interface SecretReference {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
  spec?: {
    targetPlane?: PlaneRef;
    template?: {
      type?: string;
      metadata?: {
        annotations?: Record<string, string>;
        labels?: Record<string, string>;
      };
    };
    data?: ReferenceEntry[];
    refreshInterval?: string;
  };
}

/** What we keep of a reference: all that lists, rules and joins need, and no value. */
export interface SecretRow {
  namespace: string;
  name: string;
  uid: string;
  resourceVersion: string;
  type: string;
  category: SecretCategory;
  targetPlane?: PlaneRef;
  /** Key names, sorted. */
  keys: string[];
  labels: Record<string, string>;
  description?: string;
  owner?: string;
  expiresAt?: string;
  createdAt: string;
  updatedAt?: string;
  updatedBy?: string;
  managed: boolean;
  source: SecretSource;
  /** Value of the `managed-by` label, whoever set it: shown, never a basis for a decision. */
  managedBy?: string;
  remoteRefs: Array<{
    secretKey: string;
    key: string;
    property?: string;
    version?: string;
  }>;
  storedAs: Record<string, 'base64'>;
  refreshInterval?: string;
  /** Mark of the operation that wrote it last. */
  operationId?: string;
  /** A git secret of OpenChoreo's older kind: shown, never changed. */
  legacyGit: boolean;
}

/** A tenant namespace of the control plane. */
export interface NamespaceRow {
  name: string;
  displayName?: string;
  labels: Record<string, string>;
  /** Entity refs of who owns it. */
  owners: string[];
}

/** A change that the index may not have seen yet, from the journal. */
export interface PendingChange {
  operationId: string;
  kind: 'create' | 'delete';
  namespace: string;
  name: string;
  outcome: 'running' | 'done' | 'undone';
  /** Create: the row as it will stand, with the uid once it is known. */
  row?: SecretRow;
  /** Create: uid that came out of it; delete: uid that goes. */
  uid?: string;
}
