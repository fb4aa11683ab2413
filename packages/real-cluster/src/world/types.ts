import type {
  AccessRule,
  Clock,
  CustomResourceDefinition,
  FaultLayer,
  GroupVersionResource,
  KubernetesObject,
  ListOptions,
  ObjectKey,
  RequestLog,
  ResourceList,
} from '@strongroom/embedded-cluster';
import type { HttpAnswer } from '../http';
import type { RealCluster, RealKubernetes } from '../types';
import type { AccountManifest } from './boundRules';

/** @public */
export interface StartTestWorldOptions {
  /** Names of the clusters; by default `control-plane` and `plane-2`. */
  clusters?: string[];
  /** Further ways to a cluster with faults and a request log of their own: names, and the clusters that they stand for. */
  aliases?: Record<string, string>;
  /** Custom resources served besides those of External Secrets, in every cluster. */
  definitions?: CustomResourceDefinition[];
  /** Moves time in the embedded world; real programs have their own. */
  clock?: Clock;
  /** Part of the name of every namespace that is made for this world alone: those are deleted at the end. */
  run?: string;
}

/** The objects of a cluster as its administrator sees them: past faults and request log. @public */
export interface TestObjects {
  /** @throws StatusError NotFound */
  get(type: GroupVersionResource, key: ObjectKey): Promise<KubernetesObject>;
  /** Like `get`, but `undefined` when there is no such object. */
  find(
    type: GroupVersionResource,
    key: ObjectKey,
  ): Promise<KubernetesObject | undefined>;
  list(
    type: GroupVersionResource,
    options?: ListOptions,
  ): Promise<ResourceList>;
  /** Deleted again when the world stops. @throws StatusError AlreadyExists, Invalid, NotFound (no such namespace) */
  create(
    type: GroupVersionResource,
    object: KubernetesObject,
  ): Promise<KubernetesObject>;
  /** Creates what worlds share, or merges it into what is there; it stays when the world stops. */
  ensure(
    type: GroupVersionResource,
    object: KubernetesObject,
  ): Promise<KubernetesObject>;
  /** RFC 7386; a `metadata.resourceVersion` in the patch is a precondition. */
  mergePatch(
    type: GroupVersionResource,
    key: ObjectKey,
    patch: object,
    options?: { subresource?: 'status' },
  ): Promise<KubernetesObject>;
  /** RFC 6902. */
  jsonPatch(
    type: GroupVersionResource,
    key: ObjectKey,
    patch: object[],
  ): Promise<KubernetesObject>;
  /** Resolves when it is marked for deletion; finalizers may hold it longer. @throws StatusError NotFound */
  delete(type: GroupVersionResource, key: ObjectKey): Promise<void>;
}

/** One cluster, embedded or real. @public */
export interface TestCluster {
  name: string;
  /** `https://127.0.0.1:<port>`; what comes here meets faults and the request log. */
  url: string;
  /** The certificate authority, PEM in base64, as a kubeconfig has it. */
  caData: string;
  /** May do everything. */
  adminToken: string;
  /** A kubeconfig with this one context. */
  kubeconfig(): string;
  /** A token that may do what the rules say and no more. */
  createToken(rules: AccessRule[]): Promise<string>;
  /**
   * Applies manifests of a service account with its roles, and answers with a token of it. The embedded cluster has no such
   * objects: there the token may do what the manifests say.
   */
  applyAccount(manifests: AccountManifest[]): Promise<string>;
  objects: TestObjects;
  faults: FaultLayer;
  /** Bodies included. */
  requestLog: RequestLog;
  /** External Secrets, unless it was left out. */
  externalSecrets?: TestProgram;
  /** Forgets all history, so that old watches answer 410. The real API server is started again for that. */
  compact(): Promise<void>;
}

/** Something that ends and is started again. @public */
export interface TestProgram {
  /** Ends it at once. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** The store of a world, KV v2 at `secret`. @public */
export interface TestKv {
  /** What comes here meets faults and the request log. */
  address: string;
  /** PEM in base64, as External Secrets' `caBundle` has it. */
  caData: string;
  /** A token with every right. */
  token: string;
  /** Asks as its administrator, past faults and request log. @param path - behind `/v1/` */
  send(method: string, path: string, body?: object): Promise<HttpAnswer>;
  seal(): Promise<void>;
  unseal(): Promise<void>;
  /** Ends it at once: its own address refuses connections then, and its proxy breaks them off. */
  kill(): Promise<void>;
  /** Starts it again, unsealed, with what it held and at the same address. */
  start(): Promise<void>;
  setPolicy(name: string, text: string): Promise<void>;
  /** @returns the new token */
  createToken(options: {
    policies: string[];
    ttlSeconds?: number;
  }): Promise<string>;
  faults: FaultLayer;
  requestLog: RequestLog;
  /** The store itself, for what outlives this world. */
  direct: { address: string; caData?: string };
}

/** Clusters and a store, embedded or real, that behave alike and are spoken to alike. @public */
export interface TestWorld {
  kind: 'embedded' | 'real';
  clusters: Record<string, TestCluster>;
  kv: TestKv;
  /** A kubeconfig with every cluster as a context; the first is current. */
  kubeconfig(): string;
  /** The programs, to kill and start again; absent in the embedded world. */
  real?: RealCluster;
  /** Deletes what was made for this world, as far as it would outlive it. */
  stop(): Promise<void>;
}

/** A cluster without its proxy. */
export interface BareCluster
  extends Pick<
    TestCluster,
    | 'name'
    | 'url'
    | 'caData'
    | 'adminToken'
    | 'createToken'
    | 'externalSecrets'
    | 'compact'
  > {
  /** Absent where all ends with the world. */
  deleteLater?: RealKubernetes['deleteLater'];
}

/** A store without its proxy. */
export interface BareKv
  extends Pick<
    TestKv,
    | 'address'
    | 'token'
    | 'seal'
    | 'unseal'
    | 'kill'
    | 'start'
    | 'setPolicy'
    | 'createToken'
  > {
  caData?: string;
}

/** A world without its proxies. */
export interface BareWorld {
  kind: TestWorld['kind'];
  clusters: BareCluster[];
  kv: BareKv;
  real?: RealCluster;
  stop(): Promise<void>;
}
