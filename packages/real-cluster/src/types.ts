import type {
  AccessRule,
  CustomResourceDefinition,
} from '@strongroom/embedded-cluster';
import type { Progress } from './programs';

/** A program of a cluster, in a process group of its own. @public */
export interface RealProgram {
  readonly name: string;
  /** Path of what it prints, of every start one after the other. */
  readonly logFile: string;
  /** All that it printed. */
  log(): string;
  /** Starts it again with the same arguments, unless it runs. */
  start(): Promise<void>;
  /** Kills it at once; resolves when it has ended. */
  kill(): Promise<void>;
  /** Stops its whole group where it is: connections stay open and nothing answers. */
  suspend(): Promise<void>;
  /** Lets it go on. */
  resume(): Promise<void>;
}

/** What a test makes for the time being: an object by its path, or all namespaces with this text in their names. @public */
export type Temporary = { path: string } | { namespacesWith: string };

/** A write as an API server writes it down, without its body: the part of `audit.k8s.io/v1` Event that tests ask for. @public */
export interface AuditEvent {
  verb: string;
  /** Who sent it. */
  user: { username: string };
  /** In whose name, if not in the sender's own. */
  impersonatedUser?: { username: string; groups?: string[] };
  objectRef: { resource: string; namespace?: string; name?: string };
  /** Absent when the connection went before it was answered. */
  responseStatus?: { code: number };
}

/** One cluster: etcd, an API server and a controller manager of its own. @public */
export interface RealKubernetes {
  name: string;
  /** `https://127.0.0.1:<port>`, kept when the API server is started again. */
  url: string;
  /** The certificate authority, PEM in base64, as a kubeconfig has it. */
  caData: string;
  /** May do everything: its user is in the group `system:masters`. */
  adminToken: string;
  /** A kubeconfig with this one context. */
  kubeconfig(): string;
  /** A token of a new service account that may do what the rules say and no more. */
  createToken(rules: AccessRule[]): Promise<string>;
  etcd: RealProgram;
  /** Ready again only after `ready()`. */
  apiServer: RealProgram;
  controllerManager: RealProgram;
  /** External Secrets, unless it was left out. */
  externalSecrets?: RealProgram;
  /**
   * Resolves when the API server answers and the controllers work: those that have missed it are started anew, because they
   * would come back to it up to a minute later.
   */
  ready(): Promise<void>;
  /**
   * Starts what does not run, lets go on what was suspended, and starts anew what has missed the API server, External
   * Secrets too; resolves when all of it works.
   */
  mend(): Promise<void>;
  /** Deletes something, on a cluster that another process holds, when this connection ends, in whatever way. */
  deleteLater(what: Temporary): void;
  /**
   * Forgets all history and starts the API server again, which keeps some of it too, so that old watches answer 410.
   * Continue tokens do so only with the flag `--feature-gates=ListFromCacheSnapshot=false`.
   */
  compact(): Promise<void>;
}

/** OpenBao with a KV v2 mount at `secret`. @public */
export interface RealKv {
  /** `https://127.0.0.1:<port>` */
  address: string;
  /** The certificate authority, PEM in base64, as External Secrets' `caBundle` has it. */
  caData: string;
  /** A token with every right. */
  token: string;
  unsealKey: string;
  seal(): Promise<void>;
  unseal(): Promise<void>;
  setPolicy(name: string, text: string): Promise<void>;
  /** @returns the new token */
  createToken(options: {
    policies: string[];
    ttlSeconds?: number;
  }): Promise<string>;
  /** The server; after it was started again it is sealed. */
  program: RealProgram;
  /** Resolves when it answers, whatever it answers. */
  ready(): Promise<void>;
}

/** @public */
export interface StartRealClusterOptions {
  /** Names of the clusters, each with External Secrets; by default `control-plane` and `plane-2`, as the embedded ones. */
  clusters?: string[];
  /** Instead of names: `control-plane`, without External Secrets, and `plane-1` to so many. */
  planes?: number;
  /** Custom resources served besides those of External Secrets, in every cluster. */
  definitions?: CustomResourceDefinition[];
  /** Start no OpenBao, because another store is used or none. */
  withoutKv?: boolean;
  /** Leave External Secrets out everywhere. */
  withoutExternalSecrets?: boolean;
  /** Further flags of every API server. */
  apiServerFlags?: string[];
  /** Told what is being built and started; absent: builds alone are told, on standard output. */
  progress?: Progress;
}

/** @public */
export interface RealCluster {
  clusters: Record<string, RealKubernetes>;
  kv: RealKv | undefined;
  /** Logs, keys and data; removed at the end. */
  folder: string;
  /** A kubeconfig with every cluster as a context; the first is current. */
  kubeconfig(): string;
  /** Kills every program and removes the folder; of a cluster that another process holds it only closes connections. */
  stop(): Promise<void>;
}
