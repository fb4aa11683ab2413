import { SecretBytes } from '../types';
import { RemoteEntry, RemoteQuery, SecretsProvider } from './SecretsProvider';
import {
  bytesOf,
  goJson,
  propertyOf,
  pushedValue,
  Values,
  wholeValue,
  withProperty,
} from './storedValues';
import { NoSecretError, VaultError } from './VaultError';
import { VaultHttpClient } from './VaultHttpClient';
import { dataPath, metadataPath } from './vaultPaths';

/** @internal */
export interface VaultProviderOptions {
  client: VaultHttpClient;
  /** The store's `path`. */
  mount: string | undefined;
  /** Send the current version with every write. */
  checkAndSet: boolean;
}

const owner = 'external-secrets';

/**
 * What External Secrets does to a KV v2 store on behalf of its objects.
 *
 * @internal
 */
export class VaultProvider implements SecretsProvider {
  readonly capabilities = 'ReadWrite';
  readonly #client: VaultHttpClient;
  readonly #mount: string | undefined;
  readonly #checkAndSet: boolean;

  private constructor(options: VaultProviderOptions) {
    this.#client = options.client;
    this.#mount = options.mount;
    this.#checkAndSet = options.checkAndSet;
  }

  static create(options: VaultProviderOptions): VaultProvider {
    return new VaultProvider(options);
  }

  async validate(): Promise<void> {
    try {
      await this.#client.call('GET', 'auth/token/lookup-self');
    } catch (error) {
      throw new VaultError(`invalid vault credentials: ${textOf(error)}`);
    }
  }

  async push(
    secret: SecretBytes,
    secretKey: string,
    entry: RemoteEntry,
  ): Promise<void> {
    const existing = await this.#readForWrite(entry.remoteKey);
    if (existing && !(await this.#isOurs(entry.remoteKey))) {
      throw new VaultError('secret not managed by external-secrets');
    }
    const value = pushedValue(secret, secretKey);
    const data = entry.property
      ? withProperty(existing, entry.property, value)
      : wholeValue(existing, value);
    if (!data) {
      return;
    }
    const cas = this.#checkAndSet
      ? { options: { cas: await this.#version(entry.remoteKey, existing) } }
      : {};
    await this.#client.call('PUT', metadataPath(this.#mount, entry.remoteKey), {
      custom_metadata: { 'managed-by': owner },
    });
    await this.#client.call('PUT', dataPath(this.#mount, entry.remoteKey), {
      data,
      ...cas,
    });
  }

  async delete(entry: RemoteEntry): Promise<void> {
    const existing = await this.#readForWrite(entry.remoteKey);
    if (!existing || !(await this.#isOurs(entry.remoteKey))) {
      return;
    }
    const path = dataPath(this.#mount, entry.remoteKey);
    if (entry.property) {
      const left = Object.entries(existing).filter(
        ([key]) => key !== entry.property,
      );
      if (left.length > 0) {
        await this.#client.call('PUT', path, {
          data: Object.fromEntries(left),
        });
        return;
      }
    }
    await this.#deletePath(path, `could not delete secret ${entry.remoteKey}`);
    await this.#deletePath(
      metadataPath(this.#mount, entry.remoteKey),
      `could not delete secret metadata ${entry.remoteKey}`,
    );
  }

  async exists(entry: RemoteEntry): Promise<boolean> {
    const existing = await this.#readForWrite(entry.remoteKey);
    return (
      existing !== undefined &&
      (!entry.property || propertyOf(existing, entry.property) !== undefined)
    );
  }

  async get(query: RemoteQuery): Promise<Buffer> {
    const values =
      query.metadataPolicy === 'Fetch'
        ? await this.#customMetadata(query.key)
        : await this.#read(dataPath(this.#mount, query.key), query.version);
    if (!query.property) {
      return Buffer.from(goJson(values));
    }
    const found = propertyOf(values, query.property);
    if (found === undefined) {
      throw new VaultError(
        `cannot find secret data for key: ${JSON.stringify(query.property)}`,
      );
    }
    return bytesOf(found);
  }

  async getMap(query: RemoteQuery): Promise<SecretBytes> {
    const values = JSON.parse((await this.get(query)).toString('utf8'));
    return new Map(
      Object.entries(values).map(([key, value]) => [key, bytesOf(value)]),
    );
  }

  async #readForWrite(remoteKey: string): Promise<Values | undefined> {
    try {
      return await this.#read(dataPath(this.#mount, remoteKey));
    } catch (error) {
      if (error instanceof NoSecretError) {
        return undefined;
      }
      throw error;
    }
  }

  async #read(path: string, version?: string): Promise<Values> {
    const query = version ? `?version=${encodeURIComponent(version)}` : '';
    const answer = await this.#readPath(path, query);
    if (!answer) {
      throw new NoSecretError();
    }
    if (!Object.hasOwn(answer, 'data')) {
      throw new VaultError('failed to find data field');
    }
    if (answer.data === null) {
      throw new NoSecretError();
    }
    return answer.data as Values;
  }

  async #readPath(path: string, query?: string): Promise<Values | undefined> {
    try {
      const answer = await this.#client.call('GET', path, undefined, query);
      return answer && (answer.data ?? {});
    } catch (error) {
      throw new VaultError(
        `cannot read secret data from Vault: ${textOf(error)}`,
      );
    }
  }

  async #isOurs(remoteKey: string): Promise<boolean> {
    const metadata = await this.#customMetadata(remoteKey);
    return metadata['managed-by'] === owner;
  }

  async #customMetadata(remoteKey: string): Promise<Values> {
    const metadata = await this.#readPath(metadataPath(this.#mount, remoteKey));
    if (!metadata) {
      throw new VaultError('secret not found');
    }
    return (metadata.custom_metadata ?? {}) as Values;
  }

  async #version(
    remoteKey: string,
    existing: Values | undefined,
  ): Promise<number> {
    if (!existing) {
      return 0;
    }
    const metadata = await this.#readPath(metadataPath(this.#mount, remoteKey));
    return Number(metadata?.current_version ?? 1);
  }

  async #deletePath(path: string, failure: string): Promise<void> {
    try {
      await this.#client.call('DELETE', path);
    } catch (error) {
      throw new VaultError(`${failure}: ${textOf(error)}`);
    }
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
