import { SecretBytes } from '../types';
import { RemoteQuery, SecretsProvider } from './SecretsProvider';
import { VaultError } from './VaultError';
import { VaultHttpClient } from './VaultHttpClient';
import { VaultProvider } from './VaultProvider';

/** @internal */
export interface OpenBaoProviderOptions {
  client: VaultHttpClient;
  /** The store's `path`, by default `kv`. */
  mount: string | undefined;
}

/**
 * The provider of its own that newer versions have for OpenBao. It only reads.
 *
 * @internal
 */
export class OpenBaoProvider implements SecretsProvider {
  readonly capabilities = 'ReadOnly';
  readonly #client: VaultHttpClient;
  readonly #mount: string;
  readonly #reader: VaultProvider;

  private constructor({ client, mount = 'kv' }: OpenBaoProviderOptions) {
    this.#client = client;
    this.#mount = mount;
    this.#reader = VaultProvider.create({ client, mount, checkAndSet: false });
  }

  static create(options: OpenBaoProviderOptions): OpenBaoProvider {
    return new OpenBaoProvider(options);
  }

  async validate(): Promise<void> {
    const path = `sys/internal/ui/mounts/${this.#mount}`;
    const answer = await this.#client.call('GET', path);
    if (answer?.data?.type !== 'kv') {
      throw new VaultError(
        `expected mount type "kv" found "${answer?.data?.type ?? ''}"`,
      );
    }
  }

  async push(): Promise<void> {
    throw new VaultError(
      'push secret is not supported (the OpenBao provider is currently read only)',
    );
  }

  async delete(): Promise<void> {
    throw new VaultError(
      'delete secret is not supported (the OpenBao provider is currently read only)',
    );
  }

  async exists(): Promise<boolean> {
    throw new VaultError('not implemented');
  }

  async get(query: RemoteQuery): Promise<Buffer> {
    return this.#reader.get(query);
  }

  async getMap(query: RemoteQuery): Promise<SecretBytes> {
    return this.#reader.getMap(query);
  }
}
