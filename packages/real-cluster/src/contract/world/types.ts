import type { AccessRule } from '@strongroom/embedded-cluster';
import type { Api } from './Api';

/** The store of a world: KV v2 at `secret`. */
export interface WorldKv {
  address: string;
  /** PEM in base64; absent where the store speaks without TLS. */
  caData?: string;
  token: string;
  seal(): Promise<void>;
  unseal(): Promise<void>;
  setPolicy(name: string, text: string): Promise<void>;
  createToken(policies: string[]): Promise<string>;
}

/** What every case runs on: embedded or real, as the environment says. */
export interface World {
  kind: 'embedded' | 'real';
  /** As a user that may do everything. */
  api: Api;
  /** Of the same user. */
  kubeconfig: string;
  kv: WorldKv;
  createToken(rules: AccessRule[]): Promise<string>;
  /** A namespace of a name that no case had before. */
  namespace(): Promise<string>;
  /** Forgets all history of objects; in the real world the API server is started again for that. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}
