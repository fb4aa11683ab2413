import {
  DeliveryStateName,
  DeliveryStep,
  PartialProblem,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  ObjectRef,
  ObservedSecret,
  PushObservation,
} from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../clusters/types';
import { SecretRow } from '../references/types';
import { PodRow } from './projectPod';

/** Delivery of one secret, as lists and details show it. */
export interface DeliveryView {
  state: DeliveryStateName;
  since: Date;
  message?: string;
}

/** The same with the path of the value. */
export interface DeliveryPath extends DeliveryView {
  steps: DeliveryStep[];
}

/** Whether something answers, and since when it does or does not. */
export interface Reachability {
  reachable: boolean;
  since: Date;
  /** Not silence: it answers, and says no. */
  refused?: boolean;
}

/** What of a secret tells who reads it. */
export interface DeliveredSecret
  extends Pick<SecretRow, 'namespace' | 'targetPlane'> {
  remoteRefs: ReadonlyArray<{ key: string }>;
}

/** When a consumer reads its value again. */
export type RefreshPolicy =
  /** Every so often, as its refresh interval says. */
  | 'interval'
  /** When the consumer itself is changed. */
  | 'onChange'
  /** Never again, once it has it. */
  | 'never';

/** An ExternalSecret, reduced to what tells whether a value arrived. */
export interface Consumer {
  namespace: string;
  name: string;
  /** Tells one that is seen on two ways to the same cluster. */
  uid?: string;
  /** Tenant namespace that it was rendered for, where it says so. */
  tenant?: string;
  /** Paths that it reads, each once. */
  remoteKeys: string[];
  /** Name of the `ClusterSecretStore` it reads from; absent when it reads from a store of its own namespace. */
  storeName?: string;
  /** Name of the Secret that it writes. */
  target: string;
  /** Absent as long as nothing was reported. */
  ready?: boolean;
  /** Reason of its `Ready` condition, one word of External Secrets; its message is not kept. */
  reason?: string;
  /** Since when it is ready or not. */
  since?: Date;
  /** When it last read the store with success, to the second. */
  refreshTime?: Date;
  refreshPolicy: RefreshPolicy;
  /** Such as `15s`, for the policy `interval`. */
  refreshInterval: string;
}

/** Question to {@link ConsumerIndex.find}. */
export interface ConsumerQuery {
  /** Tenant namespace that asks. */
  tenant: string;
  cluster?: string;
  storeName?: string;
  remoteKeys: string[];
}

/** Who reads which path of a store. */
export interface ConsumerIndex {
  /**
   * Consumers that read one of the paths, by namespace and name. Those of another tenant are never among them: who can
   * write a reference must not learn from it who reads a path. Without a cluster all are searched, and only for
   * consumers that say whose they are.
   */
  find(query: ConsumerQuery): Consumer[];
  /** Whether the consumers of a cluster could be read; `undefined` before the first answer. */
  reachability(cluster: string): Reachability | undefined;
  /** Pods that use a Secret of a cluster. */
  podsUsing(cluster: string, secret: ObjectRef): PodUsers;
  close(): void;
}

/** Pods that use a Secret. */
export interface PodUsers {
  pods?: PodRow[];
  /** Why they cannot be told. */
  unseen?: 'refused' | 'silent';
}

/** When Secrets that consumers write last changed, by `<namespace>/<name>`, as far as that could be read. */
export type SecretChanges = ReadonlyMap<string, Date>;

/** How values get into the store of a plane: pushed by a controller, or written there by us. */
export type DeliveryKind = 'push' | 'direct';

/** What is known of the plane of a secret. */
export interface PlaneStanding {
  kind: DeliveryKind;
  /** Whether a cluster is configured for it. */
  connected: boolean;
  /** Whether it names a store. */
  hasStore: boolean;
  /** Whether everything that stands in it has been told once. */
  listed: boolean;
  /** `undefined` before the first answer. */
  reachability?: Reachability;
}

/** All that the delivery of one secret is judged by. */
export interface DeliveryFacts {
  row: SecretRow;
  /** `undefined` when the installation knows no such plane. */
  plane?: PlaneStanding;
  observation?: Pick<
    ObservedSecret,
    'remoteKeys' | 'keys' | 'operationId' | 'push'
  >;
  consumers: Consumer[];
  /** Pods that use what a consumer writes. */
  podUsers?(consumer: Consumer): PodUsers;
  secretChanges?: SecretChanges;
  /** Operation that runs on it. */
  running?: {
    kind: 'create' | 'delete';
    startedAt?: Date;
    /** Error code that kept it from ending at its last try. */
    cause?: string;
  };
  now: Date;
}

/** Options of the questions to a {@link DeliveryDirectory}. */
export interface DeliveryOptions {
  running?: DeliveryFacts['running'];
  /** What the driver just said of it, fresher than what was observed. */
  push?: PushObservation;
  /** Of the Secrets that {@link DeliveryDirectory.secretsInUse} named. */
  secretChanges?: SecretChanges;
  now?: Date;
}

/** A plane with everything that its driver observes there, whether a reference names it or not. */
export interface ObservedPlane {
  plane: ConnectedPlane;
  standing: PlaneStanding;
  get(namespace: string, name: string): ObservedSecret | undefined;
  all(): Iterable<ObservedSecret>;
}

/** What became of the values of all secrets, always as planes and consumers say now. */
export interface DeliveryDirectory {
  /** The state alone, cheap enough for every row of a list. */
  state(row: SecretRow, options?: DeliveryOptions): DeliveryStateName;
  view(row: SecretRow, options?: DeliveryOptions): DeliveryView;
  path(row: SecretRow, options?: DeliveryOptions): DeliveryPath;
  /** Who reads the value of a secret, as far as the caller's namespace may know. */
  consumers(row: DeliveredSecret): Consumer[];
  /** Secrets of consumers that pods read at their start: whether those run with the present value hangs on when it came. */
  secretsInUse(row: DeliveredSecret): ObjectRef[];
  /** Every plane with what stands in it; planes that share a cluster tell the same. */
  planes(): ObservedPlane[];
  /** Planes that do not answer; one with a namespace concerns that namespace only. */
  problems(now?: Date): PartialProblem[];
  /** Resolves when every plane known at start has been read once, or does not answer. */
  ready(): Promise<void>;
  close(): void;
}
