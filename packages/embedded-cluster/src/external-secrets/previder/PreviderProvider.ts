import { SecretBytes } from '../types';
import { RemoteQuery, SecretsProvider } from '../vault/SecretsProvider';
import { VaultError } from '../vault/VaultError';

/** @internal */
export interface PreviderProviderOptions {
  /** The store's `baseUri`. */
  baseUri: string;
  token: string;
  timeoutMs: number;
}

const notImplemented = 'not implemented';

/**
 * A provider that only reads, in every version of External Secrets: here for how
 * such stores refuse a push.
 *
 * @internal
 */
export class PreviderProvider implements SecretsProvider {
  readonly capabilities = 'ReadOnly';
  readonly #options: PreviderProviderOptions;

  private constructor(options: PreviderProviderOptions) {
    this.#options = options;
  }

  static create(options: PreviderProviderOptions): PreviderProvider {
    return new PreviderProvider(options);
  }

  async validate(): Promise<void> {
    await this.#get('/token/info');
  }

  async push(): Promise<void> {
    throw new VaultError(notImplemented);
  }

  async delete(): Promise<void> {
    throw new VaultError(notImplemented);
  }

  async exists(): Promise<boolean> {
    throw new VaultError(notImplemented);
  }

  async get({ key }: RemoteQuery): Promise<Buffer> {
    const { secret } = await this.#get(
      `/secret/${encodeURIComponent(key)}/decrypt`,
    );
    return Buffer.from(secret ?? '');
  }

  async getMap(query: RemoteQuery): Promise<SecretBytes> {
    return new Map([[query.key, await this.get(query)]]);
  }

  async #get(path: string): Promise<{ secret?: string }> {
    const { baseUri, token, timeoutMs } = this.#options;
    const url = `${baseUri}${path}`;
    let answer: Response;
    try {
      answer = await fetch(url, {
        headers: { 'X-API-Key': token },
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch {
      throw new VaultError(`Get "${url}": connection failed`);
    }
    if (answer.status === 401) {
      throw new VaultError(
        'vault token is not authorized to read and decrypt secrets',
      );
    }
    return await answer.json().catch(() => ({}));
  }
}
