import { EstateCluster } from './EstateCluster';

/** The KV store that the estate is written into, v2 at `secret`. */
export interface EstateKv {
  address: string;
  /** Of an address with TLS: the certificate authority, PEM in base64. */
  caData?: string;
  /** May do everything. */
  token: string;
  setPolicy(name: string, text: string): void | Promise<void>;
  createToken(options: { policies: string[] }): string | Promise<string>;
}

/** Everything that the demo runs on. */
export interface EstateTarget {
  /** By name; one that is configured and does not answer is not among them. */
  clusters: Record<string, EstateCluster>;
  kv: EstateKv;
}
