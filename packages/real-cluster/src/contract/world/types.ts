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
  /** A token that ends after so many seconds, or never. */
  createToken(policies: string[], ttlSeconds?: number): Promise<string>;
  /** Ends it; its port refuses connections until it is started again. */
  kill(): Promise<void>;
  /** Starts it again at the same address with what it held, unsealed. */
  start(): Promise<void>;
}

/** External Secrets as a program that can end and come back. */
export interface WorldExternalSecrets {
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** What every case runs on: embedded or real, as the environment says. */
export interface World {
  kind: 'embedded' | 'real';
  /** As a user that may do everything. */
  api: Api;
  /** Of the same user. */
  kubeconfig: string;
  kv: WorldKv;
  externalSecrets: WorldExternalSecrets;
  createToken(rules: AccessRule[]): Promise<string>;
  /** A namespace of a name that no case had before. */
  namespace(): Promise<string>;
  /** Ends the API server and starts it again on the same port with the same objects; resolves when it answers. */
  restart(): Promise<void>;
  /** Forgets all history of objects; in the real world the API server is started again for that. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

/** A world that a namespace is yet to be made in. */
export interface BareWorld extends Omit<World, 'namespace'> {
  /** Has an object deleted when the world stops; absent where all ends with it. */
  deleteLater?(path: string): void;
}
