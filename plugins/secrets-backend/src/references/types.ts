import {
  DeliveryStateName,
  PartialProblem,
  PlaneRef,
  SecretCategory,
  SecretSource,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  CallOptions,
  KubernetesObject,
  ObjectMeta,
  PartialObjectMetadata,
  PushObservation,
} from '@strongroom/backstage-plugin-secrets-node';
import { DeliveryPath, DeliveryView, SecretChanges } from '../delivery/types';
import { MergePatch } from './mergePatch';

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
  /** Changes with labels and annotations that the reference hands on to what is rendered of it; absent without any. */
  templateVersion?: string;
  /** Mark of the operation that wrote it last. */
  operationId?: string;
  /** A git secret of OpenChoreo's older kind: shown, never changed. */
  legacyGit: boolean;
  /** Its value is somebody else's, as the reference says: shown, never a basis for a decision. */
  link?: LinkKind;
}

/** Where the value of a link is: at a path of the store, or in a Kubernetes Secret of the plane. */
export type LinkKind = 'path' | 'secret';

/** A tenant namespace of the control plane. */
export interface NamespaceRow {
  name: string;
  displayName?: string;
  labels: Record<string, string>;
  /** Entity refs of who owns it. */
  owners: string[];
}

/** The tenant namespaces, as the control plane says now. */
export interface NamespaceDirectory {
  /** `undefined` when there is no such namespace or it is no tenant's. */
  get(name: string): NamespaceRow | undefined;
  /** All of them, by name. */
  list(): NamespaceRow[];
  /** Resolves when they have been read once. */
  ready(): Promise<void>;
  close(): void;
}

/**
 * A change that the index may not have seen yet, from the journal. Several of one name are given in the order in which
 * they began.
 */
export interface PendingChange {
  operationId: string;
  kind: 'create' | 'update' | 'delete';
  namespace: string;
  name: string;
  outcome: 'running' | 'done' | 'undone';
  /** Create: the row as it will stand, with the uid once it is known. */
  row?: SecretRow;
  /** Create: uid that came out of it; update: uid that is changed; delete: uid that goes. */
  uid?: string;
  /** Update: what it does to a row. */
  change?: ReferenceChange;
  /** Update: what the reference had when it was done; absent when the reference was left as it is. */
  resourceVersion?: string;
  /** When the operation began; a delete is called stuck two minutes later. */
  startedAt?: Date;
  /** Error code that kept it from ending at its last try. */
  cause?: string;
}

/** Columns that a list can be ordered by. */
export type SecretOrder =
  | 'name'
  | 'namespace'
  | 'type'
  | 'plane'
  | 'state'
  | 'updatedAt';

/** What a list is narrowed by; all that are given must hold. */
export interface SecretFilters {
  /** Text found in name, key names, labels or plane, in any case. */
  q?: string;
  type?: string;
  category?: SecretCategory;
  /** `Kind/name`. */
  plane?: string;
  state?: DeliveryStateName;
  /** Days until the declared expiry, at most; expired ones included. */
  expiringWithin?: number;
}

/** Question to {@link SecretIndex.query}. */
export interface SecretQuery {
  /** Only these; every tenant namespace when left out. Part of what a cursor belongs to: pass what the caller asked for. */
  namespaces?: string[];
  filters?: SecretFilters;
  /** `name` when left out. */
  orderBy?: SecretOrder;
  order?: 'asc' | 'desc';
  /** 50 when left out. */
  limit?: number;
  cursor?: string;
  /** Whether the caller may read a secret. */
  visible(row: SecretRow): boolean;
  pending?: PendingChange[];
  now?: Date;
}

/** A secret with what became of its value. */
export interface IndexedSecret {
  row: SecretRow;
  delivery: DeliveryView;
}

/** Answer to {@link SecretIndex.query}. */
export interface SecretQueryResult {
  rows: IndexedSecret[];
  /** Rows on all pages. */
  totalItems: number;
  nextCursor?: string;
}

/** Numbers of a namespace. */
export interface SecretCounts {
  total: number;
  /** Of state Failed. */
  failed: number;
  /** Expired, or to expire within 30 days. */
  expiring: number;
}

/** Options of the questions that look at one moment. */
export interface IndexReadOptions {
  pending?: PendingChange[];
  now?: Date;
}

/**
 * All references of the tenants' namespaces in memory, joined with what became of their values. No call leaves the
 * process to answer.
 */
export interface SecretIndex {
  /** `undefined` when there is none, or its namespace is no tenant's. */
  get(
    namespace: string,
    name: string,
    options?: IndexReadOptions,
  ): { row: SecretRow; delivery: DeliveryPath } | undefined;
  /** Whether any reference has that name, in a tenant's namespace or in another. */
  isNamed(namespace: string, name: string): boolean;
  /** All of the given namespaces, every tenant's when left out, in no order. */
  rows(namespaces?: string[], options?: IndexReadOptions): SecretRow[];
  /** @throws SecretsError `InvalidRequest` naming the field `cursor` when that is malformed or of another question */
  query(query: SecretQuery): SecretQueryResult;
  counts(
    namespace: string,
    visible: (row: SecretRow) => boolean,
    options?: IndexReadOptions,
  ): SecretCounts;
  /** Delivery of a row that was read elsewhere, such as one just made; with what the driver just said of its push. */
  delivery(
    row: SecretRow,
    options?: IndexReadOptions & {
      push?: PushObservation;
      secretChanges?: SecretChanges;
    },
  ): DeliveryPath;
  /** What of the estate could not be read; one with a namespace concerns that namespace only. */
  problems(now?: Date): PartialProblem[];
  /** Resolves when namespaces and references have been read once. */
  listed(): Promise<void>;
  /** Resolves when they have, and every plane has been read or does not answer. */
  ready(): Promise<void>;
  close(): void;
}

/** How references are read and written here. */
export interface ReferenceSettings {
  /** Value of the `managed-by` label that this installation writes. */
  managedBy: string;
  /** Labels or annotations, by key or `prefix/*`, that say a reference comes from Git. */
  gitOps: string[];
}

/** What a reference is made from; never a value. */
export interface ReferenceIntent {
  namespace: string;
  name: string;
  type: string;
  category?: SecretCategory;
  targetPlane: PlaneRef;
  keys: string[];
  /** Path in the store. */
  remoteKey: string;
  /** What keys are called in the store, where that is another name. */
  properties?: Record<string, string>;
  /** The value is somebody else's. */
  link?: LinkKind;
  /** The user's. */
  labels?: Record<string, string>;
  description?: string;
  owner?: string;
  project?: string;
  component?: string;
  template?: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  /** RFC 3339. */
  expiresAt?: string;
  /** `1h` when left out. */
  refreshInterval?: string;
  storedAs?: Record<string, 'base64'>;
  managedBy: string;
  operationId: string;
  createdBy: string;
  /** RFC 3339. */
  now: string;
}

/** What a change does to a reference; kept in the journal, so names and attributes only, never a value. */
export interface ReferenceChange {
  /** Keys that get values. */
  set: string[];
  /** Keys that go. */
  remove: string[];
  /** All other keys go, too; otherwise they stay as they are. */
  replace?: boolean;
  /** Keys among those set whose value is kept as base64 text. */
  asBase64?: string[];
  /** Path in the store, for keys that are new. */
  remoteKey: string;
  /** Version that those of the keys name from now on which name one. */
  pin?: { keys: string[]; version: string };
  /** Labels to set, and with `null` to remove. */
  labels?: Record<string, string | null>;
  /** `null` takes it away, as with the next two. */
  description?: string | null;
  owner?: string | null;
  /** RFC 3339. */
  expiresAt?: string | null;
  /** `null` for the default. */
  refreshInterval?: string | null;
  /** Takes the reference over from whoever made it; whoever changes it is its maker then, unless it names one. */
  adopted?: {
    managedBy: string;
    category: SecretCategory;
    /** Its value stays somebody else's. */
    link?: LinkKind;
  };
  updatedBy: string;
  /** RFC 3339. */
  updatedAt: string;
}

/** Reads and writes single references in the control plane. Errors are StoreErrors. */
export interface ReferenceClient {
  /** `undefined` when it is not there. */
  get(
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<SecretReference | undefined>;
  /** Metadata with managed fields; `undefined` when it is not there. */
  getMetadata(
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<PartialObjectMetadata | undefined>;
  /**
   * Asks the control plane whether the caller that this client speaks for may do something; nothing where the portal
   * speaks for itself.
   * @throws StoreError `Denied`
   */
  requireRight(
    verb: 'create' | 'patch' | 'delete',
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<void>;
  /** @throws StoreError `AlreadyExists` */
  create(
    reference: SecretReference & KubernetesObject & Record<string, unknown>,
    options?: CallOptions,
  ): Promise<PartialObjectMetadata>;
  /**
   * Reads it anew, merges and writes on condition of what was read; once more whenever somebody writes in between.
   *
   * @param merge - makes a merge patch of what stands; `undefined` when there is nothing to write
   * @returns the reference as it stands then; `undefined` when it is not there
   * @throws StoreError `Conflict` when others write all the time
   */
  update(
    namespace: string,
    name: string,
    merge: (present: SecretReference) => MergePatch | undefined,
    options?: CallOptions,
  ): Promise<SecretReference | undefined>;
  /** One that is not there is no error. @throws StoreError `Conflict` when a precondition fails */
  delete(
    namespace: string,
    name: string,
    options?: CallOptions & { uid?: string; resourceVersion?: string },
  ): Promise<void>;
}
