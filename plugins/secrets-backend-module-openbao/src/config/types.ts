/** Where a secret of ours comes from: the configuration itself, or a file that is read at every login. */
export type Credential = { text: string } | { path: string };

/** How the driver gets its token. */
export type AuthConfig =
  | { method: 'kubernetes'; mountPath: string; role: string; jwt: Credential }
  | {
      method: 'appRole';
      mountPath: string;
      roleId: string;
      secretId: Credential;
    }
  | { method: 'jwt'; mountPath: string; role?: string; jwt: Credential }
  | { method: 'token'; token: Credential };

/** `driverConfig` of a plane, checked. */
export interface OpenBaoConfig {
  /** Of the server, without a path. */
  address: URL;
  /** Path of the KV v2 mount. */
  mount: string[];
  /** Namespace of the server, sent with every request. */
  namespace?: string;
  caFile?: string;
  tlsServerName?: string;
  auth: AuthConfig;
  /** Value of `managed-by` in the ownership mark. */
  managedBy: string;
  timeoutMs: number;
  connectTimeoutMs: number;
  /** Milliseconds between two readings of everything. */
  pollIntervalMs: number;
}
