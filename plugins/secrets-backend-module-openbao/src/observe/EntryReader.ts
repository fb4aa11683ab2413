import {
  isStoreError,
  ObservedSecret,
} from '@strongroom/backstage-plugin-secrets-node';
import { KvClient } from '../kv/KvClient';
import { KvEntry } from '../kv/KvEntry';
import { currentOf, pushOf, versionOf } from '../store/describeEntry';
import { operationOf, OwnershipMark } from '../store/OwnershipMark';
import { PathRules } from '../store/PathRules';

/** Reads secrets as listeners get to know them, asking for key names only when a version is new. */
export class EntryReader {
  readonly #kv: KvClient;
  readonly #mark: OwnershipMark;
  readonly #paths: PathRules;

  private constructor(options: EntryReaderOptions) {
    this.#kv = options.kv;
    this.#mark = options.mark;
    this.#paths = options.paths;
  }

  static create(options: EntryReaderOptions): EntryReader {
    return new EntryReader(options);
  }

  /** @returns `undefined` when nothing of ours stands there */
  async read(
    path: string[],
    before: ObservedSecret | undefined,
  ): Promise<ObservedSecret | undefined> {
    const entry = await this.#entry(path);
    const tenancy = entry && this.#mark.tenancyOf(entry);
    const remoteKey = path.join('/');
    // an entry that says it is another tenant's is nobody's
    if (!tenancy || !this.#paths.inside({ ...tenancy, remoteKey })) {
      return undefined;
    }
    const uid = `${entry.createdTime}/${remoteKey}`;
    const resourceVersion = versionOf(entry);
    const isSame =
      before?.uid === uid && before.resourceVersion === resourceVersion;
    return {
      ...tenancy,
      uid,
      resourceVersion,
      remoteKeys: [remoteKey],
      keys: isSame ? before.keys : await this.#keys(path, entry),
      operationId: operationOf(entry),
      push: pushOf(entry),
    };
  }

  async #keys(path: string[], entry: KvEntry): Promise<string[]> {
    const isThere = currentOf(entry)?.gone === false;
    return (isThere && (await this.#kv.keys(path))) || [];
  }

  async #entry(path: string[]): Promise<KvEntry | undefined> {
    try {
      return await this.#kv.entry(path);
    } catch (error) {
      // the folder shows names that our policies keep from us: they are not ours
      if (isStoreError(error, 'Denied')) {
        return undefined;
      }
      throw error;
    }
  }
}

/** @internal */
export interface EntryReaderOptions {
  kv: KvClient;
  mark: OwnershipMark;
  paths: PathRules;
}
