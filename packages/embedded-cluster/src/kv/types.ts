import { Clock } from '../clock';
import { FaultLayer } from '../faults';
import { RequestLog } from '../kubernetes/RequestLog';
import { StateFile } from '../storage';

/** A JSON object of a request or an entry. @public */
export type JsonObject = Record<string, unknown>;

/** A token that is there from the start. @public */
export interface KvTokenOptions {
  /** The token itself; absent: a random one. */
  token?: string;
  policies: string[];
  /** Seconds until it expires; absent or 0: never. */
  ttlSeconds?: number;
}

/** @public */
export interface StartKvServerOptions {
  /** Absent: a free one. Always on 127.0.0.1. */
  port?: number;
  /** Token with every right; absent: the one kept in the state, else a random one. */
  rootToken?: string;
  clock?: Clock;
  /** Where entries, policies and tokens are kept; absent: memory. */
  stateFile?: StateFile;
  /** Paths of KV v2 mounts, by default `secret`. */
  mounts?: string[];
  /** ACL policies by name, in HCL or JSON. */
  policies?: Record<string, string>;
  tokens?: KvTokenOptions[];
  /** Keep request bodies in the request log; they hold secret values, so tests only. */
  recordBodies?: boolean;
}

/** @public */
export interface KvServer {
  /** `http://127.0.0.1:<port>` */
  address: string;
  /** A token with every right. */
  token: string;
  /** Opens the store again after `seal()`, for `sys/unseal`. */
  unsealKey: string;
  /**
   * Verbs are lower-case methods (`list` for a listing), the resource is the
   * part behind the mount (`data`, `metadata`, …) or the first segment (`sys`,
   * `auth`), the namespace is the mount and the name is the path in it.
   */
  faults: FaultLayer;
  requestLog: RequestLog;
  seal(): void;
  unseal(): void;
  setPolicy(name: string, text: string): void;
  /** @returns the new token */
  createToken(options: KvTokenOptions): string;
  stop(): Promise<void>;
}

/** One request, its connection already forgotten. @internal */
export interface KvRequest {
  method: string;
  /** Behind `/v1/`, decoded, no leading slash. */
  path: string;
  query: URLSearchParams;
  token: string | undefined;
  contentType: string;
  body: Buffer;
}

/** @internal */
export interface KvResponse {
  status: number;
  body?: JsonObject;
  /** Where to ask instead. */
  location?: string;
}

/** @internal */
export interface KvVersion {
  createdTime: string;
  deletionTime: string;
  destroyed: boolean;
  /** Absent once destroyed. */
  data?: JsonObject | null;
}

/** Everything known about one path. @internal */
export interface KvEntry {
  createdTime: string;
  updatedTime: string;
  currentVersion: number;
  oldestVersion: number;
  metadataVersion: number;
  maxVersions: number;
  casRequired: boolean;
  metadataCasRequired: boolean;
  /** Seconds. */
  deleteVersionAfter: number;
  customMetadata: Record<string, string> | undefined;
  versions: Record<string, KvVersion>;
}

/** @internal */
export interface KvMount {
  /** Without slashes at the ends. */
  path: string;
  accessor: string;
  uuid: string;
  description: string;
  maxVersions: number;
  casRequired: boolean;
  metadataCasRequired: boolean;
  /** Seconds. */
  deleteVersionAfter: number;
}

/** @internal */
export interface KvToken {
  id: string;
  accessor: string;
  policies: string[];
  displayName: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Seconds; 0 is never. */
  ttl: number;
  expiresAt: number | undefined;
  renewable: boolean;
  /** Uses that are left; 0 is unlimited. */
  numUses: number;
  orphan: boolean;
  meta: Record<string, string> | undefined;
  path: string;
}
