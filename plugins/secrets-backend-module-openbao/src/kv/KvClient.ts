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

const MERGE_PATCH = 'application/merge-patch+json';

/** A version that was just made. */
export interface WrittenVersion {
  version: number;
  /** As the server wrote it, in nanoseconds. */
  createdTime: string;
}

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

  /**
   * Writes a version on top of the one that is the newest.
   * @param cas - number of the newest version; 0 when there is none
   * @throws StoreError `Conflict` when another one is
   */
  async write(
    path: string[],
    data: Record<string, string>,
    cas: number,
    signal: Signal,
  ): Promise<WrittenVersion> {
    return this.#write({
      method: 'POST',
      path: this.#path('data', path),
      body: { data, options: { cas } },
      purpose: 'write the value',
      signal,
    });
  }

  /**
   * Writes a version in which some keys differ from the newest one; `null` takes a key away.
   * @throws StoreError `Conflict` when another version is the newest, `NotFound` when that is gone, `Denied` and
   * `Unsupported` where policies or an old server do not allow it
   */
  async patch(
    path: string[],
    data: Record<string, string | null>,
    cas: number,
    signal: Signal,
  ): Promise<WrittenVersion> {
    return this.#write({
      method: 'PATCH',
      path: this.#path('data', path),
      contentType: MERGE_PATCH,
      body: { data, options: { cas } },
      purpose: 'change the value',
      signal,
    });
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
      purpose: 'read a version',
      signal,
    });
    const { data } = (body ?? {}) as { data?: { data?: object | null } };
    if (!data?.data) {
      return undefined;
    }
    const entries = Object.entries(data.data);
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
      contentType: MERGE_PATCH,
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

  /** Brings a deleted version back. */
  async undelete(
    path: string[],
    version: number,
    signal: Signal,
  ): Promise<void> {
    await this.#toVersion('undelete', path, version, {
      purpose: 'bring a version back',
      signal,
    });
  }

  /** Destroys one version and leaves the others. */
  async destroy(
    path: string[],
    version: number,
    signal: Signal,
  ): Promise<void> {
    await this.#toVersion('destroy', path, version, {
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

  async #write(request: BaoRequest): Promise<WrittenVersion> {
    const body = await this.#send(request);
    const { data } = (body ?? {}) as {
      data?: { version?: unknown; created_time?: unknown };
    };
    if (
      typeof data?.version !== 'number' ||
      typeof data.created_time !== 'string'
    ) {
      throw brokenAnswer(request);
    }
    return { version: data.version, createdTime: data.created_time };
  }

  async #toVersion(
    effect: 'undelete' | 'destroy',
    path: string[],
    version: number,
    call: Pick<BaoRequest, 'purpose' | 'signal'>,
  ): Promise<void> {
    await this.#send({
      ...call,
      method: 'POST',
      path: this.#path(effect, path),
      body: { versions: [version] },
    });
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
