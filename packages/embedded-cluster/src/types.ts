import { Clock } from './clock';
import { ResourceStore } from './storage/ResourceStore';
import { StateFile } from './storage/StateFile';
import { CustomResourceDefinition } from './kubernetes/types';
import { FaultLayer } from './faults/FaultLayer';
import type { ExternalSecretsController } from './external-secrets';
import type { ExternalSecretsControllerOptions } from './external-secrets/types';
import type { KvServer, StartKvServerOptions } from './kv/types';
import { RequestLog } from './kubernetes/RequestLog';

/** What a token may do; `*` stands for all. @public */
export interface AccessRule {
  verbs: string[];
  /** Group-qualified as in RBAC: the core group is the empty string. */
  apiGroups: string[];
  /** Plural names, subresources as `secrets/status`. */
  resources: string[];
  /** Absent: every namespace and cluster-scoped objects. */
  namespaces?: string[];
  /** Absent: every name. Never matches `list`, `watch`, `create` and `deletecollection`, which have no name. */
  resourceNames?: string[];
}

/** @public */
export interface CreateTokenOptions {
  /** The user in messages of denial, by default `system:serviceaccount:default:test`. */
  username?: string;
}

/** One cluster: an API server of its own with its own objects. @public */
export interface EmbeddedKubernetes {
  name: string;
  /** `https://127.0.0.1:<port>` */
  url: string;
  /** The certificate authority, PEM in base64, as a kubeconfig has it. */
  caData: string;
  /** May do everything. */
  adminToken: string;
  /** A kubeconfig with this one context. */
  kubeconfig(): string;
  store: ResourceStore;
  /** The controller, unless it was left out. */
  externalSecrets?: ExternalSecretsController;
  faults: FaultLayer;
  requestLog: RequestLog;
  /** A token bound to a list of what it may do. Lives as long as the process. */
  createToken(rules: AccessRule[], options?: CreateTokenOptions): string;
  /** Forgets all history, so that old watches and continue tokens answer 410. */
  compact(): void;
}

/** @public */
export type ExternalSecretsVersion = '0.20' | '2.x';

/** @public */
export interface StartEmbeddedClusterOptions {
  /** SQLite file that keeps everything; absent: memory. Its folder is made when it is missing. */
  stateFile?: string;
  /** Names of the clusters, by default `control-plane` and `plane-2`. */
  clusters?: string[];
  /** Port of each cluster by its name; absent: a free one, kept across restarts with a state file when it is still free. */
  ports?: Record<string, number>;
  /** Port of the KV store; absent: a free one. */
  kvPort?: number;
  /** Start no KV store, because another one is used. */
  withoutKv?: boolean;
  /** More about the KV store: mounts, policies, tokens. */
  kv?: Omit<StartKvServerOptions, 'port' | 'clock' | 'stateFile'>;
  /** More about the External Secrets controller: how often it checks stores, how much it does at once. */
  externalSecrets?: Omit<
    ExternalSecretsControllerOptions,
    'store' | 'clock' | 'esoVersion'
  >;
  /** Leave the External Secrets controller out. */
  withoutExternalSecrets?: boolean;
  clock?: Clock;
  /** As which version the External Secrets controller behaves, by default `2.x`. */
  esoVersion?: ExternalSecretsVersion;
  /** Custom resources served besides those of External Secrets, in every cluster. */
  definitions?: CustomResourceDefinition[];
  /** Written with every context, mode 0600. */
  kubeconfigPath?: string;
  /** Keep request bodies in the request log; they hold secret values, so tests only. */
  recordBodies?: boolean;
}

/** @public */
export interface EmbeddedCluster {
  clusters: Record<string, EmbeddedKubernetes>;
  kv: KvServer | undefined;
  clock: Clock;
  stateFile: StateFile;
  /** A kubeconfig with every cluster as a context; the first is current. */
  kubeconfig(): string;
  stop(): Promise<void>;
}
