import { SecureContextOptions } from 'node:tls';
import { ImpersonationTemplates } from '../impersonation/types';

/** How the API server of a cluster is reached; credentials stay in files and are read again when they rotate. */
export type ClusterAccess =
  | { type: 'inCluster' }
  | { type: 'kubeconfig'; path: string; context?: string }
  | { type: 'server'; url: string; caFile?: string; tokenFile?: string };

/** What calls to a cluster may take. */
export interface CallLimits {
  /** Name of the cluster. */
  name: string;
  /** Milliseconds that one call may take. */
  timeoutMs: number;
  /** Calls per second and how many at once, when they are limited. */
  rateLimit?: { qps: number; burst: number };
}

/** A cluster of the configuration. */
export interface ClusterConfig extends CallLimits {
  access: ClusterAccess;
  /** How callers are named there, where the cluster is to see them instead of the portal. */
  impersonate?: ImpersonationTemplates;
}

/** Where and with which credentials to send requests right now. */
export interface Endpoint {
  /** Base address; a path in it comes before the path of the API. */
  url: URL;
  headers: Record<string, string>;
  /** `user:password` of basic authentication. */
  auth?: string;
  tls: Pick<
    SecureContextOptions,
    'ca' | 'cert' | 'key' | 'pfx' | 'passphrase'
  > & { servername?: string; rejectUnauthorized: boolean };
}

/** Gives the endpoint of a cluster. */
export interface EndpointSource {
  /** @throws StoreError `Unavailable` or `Unauthenticated` when the files of the cluster cannot be used */
  resolve(): Promise<Endpoint>;
  /** The credentials were refused: read them again before the next use. */
  invalidate(): void;
}
