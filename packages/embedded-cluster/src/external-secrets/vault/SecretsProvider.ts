import { SecretBytes } from '../types';

/** One entry of a push. @internal */
export interface RemoteEntry {
  remoteKey: string;
  property: string | undefined;
}

/** What is read for an ExternalSecret. @internal */
export interface RemoteQuery {
  key: string;
  property?: string;
  version?: string;
  metadataPolicy?: string;
}

/** What the controllers ask of a store. Every failure is a VaultError. @internal */
export interface SecretsProvider {
  /** As `status.capabilities` says it. */
  readonly capabilities: 'ReadWrite' | 'ReadOnly';
  /** Proves that the store can be logged in to. */
  validate(): Promise<void>;
  /**
   * Writes one key, or the whole Secret when `secretKey` is empty. A value that
   * is there already is not written again.
   */
  push(
    secret: SecretBytes,
    secretKey: string,
    entry: RemoteEntry,
  ): Promise<void>;
  /** Removes a property, with the last one everything. What is not ours stays. */
  delete(entry: RemoteEntry): Promise<void>;
  exists(entry: RemoteEntry): Promise<boolean>;
  /** @throws NoSecretError when nothing is there */
  get(query: RemoteQuery): Promise<Buffer>;
  /** All keys of an object in the store. @throws NoSecretError when nothing is there */
  getMap(query: RemoteQuery): Promise<SecretBytes>;
}
