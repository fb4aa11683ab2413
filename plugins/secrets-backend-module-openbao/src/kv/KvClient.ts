import {
  isStoreError,
  SecretValue,
  SecretValues,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { BaoClient } from '../connection/BaoClient';
import { brokenAnswer } from '../connection/toStoreError';
import { BaoRequest } from '../connection/types';
import { KvEntry, readEntry } from './KvEntry';
import { encodePath } from './storePath';

type Signal = AbortSignal | undefined;

/**
 * A KV v2 mount. Paths are given as validated segments. Absence is believed only when the mount has been seen to be
 * there: a server says 404 for a mount that is gone, too.
 * @see https://openbao.org/api-docs/secret/kv/kv-v2/
 */
export class KvClient {
  readonly #client: BaoClient;
  readonly #mount: string;
  #mountSeen = false;

  private constructor(client: BaoClient, mount: readonly string[]) {
    this.#client = client;
    this.#mount = encodePath(mount);
  }

  static create(client: BaoClient, mount: readonly string[]): KvClient {
    return new KvClient(client, mount);
  }

  /** Makes version 1. @returns when the server made it @throws StoreError `Conflict` when a version is there already */
  async create(
    path: string[],
    data: Record<string, string>,
    signal: Signal,
  ): Promise<string> {
    const request: BaoRequest = {
      method: 'POST',
      path: this.#path('data', path),
      body: { data, options: { cas: 0 } },
      purpose: 'write the value',
      signal,
    };
    const body = await this.#send(request);
    const made = (body as { data?: { created_time?: unknown } })?.data;
    if (typeof made?.created_time !== 'string') {
      throw brokenAnswer(request);
    }
    return made.created_time;
  }

  /** The data of one version; `undefined` when it is gone or holds anything but texts. */
  async readVersion(
    path: string[],
    version: number,
    signal: Signal,
  ): Promise<SecretValues | undefined> {
    const body = await this.#find({
      method: 'GET',
      path: `${this.#path('data', path)}?version=${version}`,
      purpose: 'compare what is there with what was written',
      signal,
    });
    const { data } = (body ?? {}) as { data?: { data?: unknown } };
    const entries = Object.entries(data?.data ?? {});
    return entries.every(([, text]) => typeof text === 'string')
      ? new Map(entries.map(([key, text]) => [key, SecretValue.fromUtf8(text)]))
      : undefined;
  }

  /** Everything about an entry but its data; `undefined` when nothing is there. */
  async entry(path: string[], signal?: Signal): Promise<KvEntry | undefined> {
    const request: BaoRequest = {
      method: 'GET',
      path: this.#path('metadata', path),
      purpose: 'read the metadata of a secret',
      signal,
    };
    const body = await this.#find(request);
    if (body === undefined) {
      return undefined;
    }
    const entry = readEntry(body, Date.now());
    if (!entry) {
      throw brokenAnswer(request);
    }
    return entry;
  }

  /** Names of the keys of the current version, sorted; `undefined` when it is gone. */
  async keys(path: string[], signal?: Signal): Promise<string[] | undefined> {
    const body = await this.#find({
      method: 'GET',
      path: `${this.#path('subkeys', path)}?depth=1`,
      purpose: 'name the keys of a secret',
      signal,
    });
    const { data } = (body ?? {}) as { data?: { subkeys?: object | null } };
    return data?.subkeys ? Object.keys(data.subkeys).sort() : undefined;
  }

  /**
   * Merges marks into the custom metadata; where the server can, only while nobody else changes them.
   * @returns whether there was an entry to mark
   */
  async mark(
    path: string[],
    marks: Record<string, string>,
    { metadataVersion }: Pick<KvEntry, 'metadataVersion'>,
    signal: Signal,
  ): Promise<boolean> {
    const request: BaoRequest = {
      method: 'PATCH',
      path: this.#path('metadata', path),
      contentType: 'application/merge-patch+json',
      body: { custom_metadata: marks, metadata_cas: metadataVersion },
      purpose: 'mark the value as ours',
      signal,
    };
    try {
      await this.#send(request);
      return true;
    } catch (error) {
      if (isStoreError(error, 'NotFound')) {
        return false;
      }
      throw error;
    }
  }

  /** Destroys all versions and forgets the entry. */
  async remove(path: string[], signal: Signal): Promise<void> {
    await this.#send({
      method: 'DELETE',
      path: this.#path('metadata', path),
      purpose: 'delete the value',
      signal,
    });
  }

  /** Destroys one version and leaves the others. */
  async destroy(
    path: string[],
    version: number,
    signal: Signal,
  ): Promise<void> {
    await this.#send({
      method: 'POST',
      path: this.#path('destroy', path),
      body: { versions: [version] },
      purpose: 'destroy a version',
      signal,
    });
  }

  /** Names right below a folder, folders with a slash at their end; none when it is empty. */
  async list(folder: string[], signal?: Signal): Promise<string[]> {
    const request: BaoRequest = {
      method: 'GET',
      path: `${this.#path('metadata', [...folder, ''])}?list=true`,
      purpose: 'list secrets',
      signal,
    };
    const body = await this.#find(request);
    if (body === undefined) {
      return [];
    }
    const { data } = body as { data?: { keys?: unknown } };
    if (!Array.isArray(data?.keys)) {
      throw brokenAnswer(request);
    }
    return data.keys.map(String);
  }

  /** @throws StoreError `Denied` when the mount is not there or closed to us, `Unsupported` when it is no KV v2 */
  async assertMount(): Promise<void> {
    const request: BaoRequest = {
      method: 'GET',
      path: `sys/internal/ui/mounts/${this.#mount}`,
      purpose: 'show its mount',
    };
    const body = await this.#client.send(request);
    const { data } = (body ?? {}) as {
      data?: {
        type?: unknown;
        path?: unknown;
        options?: { version?: unknown };
      };
    };
    const isKv2 =
      ['kv', 'generic'].includes(String(data?.type)) &&
      data?.options?.version === '2' &&
      data.path === `${decodeURIComponent(this.#mount)}/`;
    if (!isKv2) {
      this.#mountSeen = false;
      throw new StoreError(
        'Unsupported',
        "The mount of the plane's configuration is no KV store of version 2.",
      );
    }
    this.#mountSeen = true;
  }

  async #find(request: BaoRequest): Promise<unknown> {
    try {
      return await this.#send(request);
    } catch (error) {
      if (isStoreError(error, 'NotFound')) {
        return undefined;
      }
      throw error;
    }
  }

  async #send(request: BaoRequest): Promise<unknown> {
    if (!this.#mountSeen) {
      await this.assertMount();
    }
    return this.#client.send(request);
  }

  #path(section: string, path: readonly string[]): string {
    return `${this.#mount}/${section}/${encodePath(path)}`;
  }
}
