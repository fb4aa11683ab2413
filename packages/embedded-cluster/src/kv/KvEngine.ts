import { envelope } from './envelope';
import { KvError } from './KvError';
import { KvState } from './KvState';
import { NanoClock } from './NanoClock';
import { mergeJson, subkeysOf, wellFormedJson } from './mergeJson';
import { JsonObject, KvEntry, KvMount, KvVersion } from './types';

/** Versions kept per path when neither path nor mount says otherwise. */
const defaultMaxVersions = 10;
/** Largest entry that the storage of OpenBao takes. */
const maxEntryBytes = 1_048_576;

const casMismatch = 'check-and-set parameter did not match the current version';

/**
 * The versions of one KV v2 mount.
 *
 * @see https://openbao.org/api-docs/secret/kv/kv-v2/
 * @internal
 */
export class KvEngine {
  readonly #state: KvState;
  readonly #mount: KvMount;
  readonly #time: NanoClock;

  private constructor(state: KvState, mount: KvMount, time: NanoClock) {
    this.#state = state;
    this.#mount = mount;
    this.#time = time;
  }

  static create(state: KvState, mount: KvMount, time: NanoClock): KvEngine {
    return new KvEngine(state, mount, time);
  }

  find(path: string): KvEntry | undefined {
    return this.#state.entries.get(KvState.entryKey(this.#mount, path));
  }

  /** @param number - 0 is the current version @throws KvError 404, for a deleted version with its metadata */
  read(path: string, number: number): JsonObject {
    const { entry, version, id } = this.#version(path, number);
    const metadata = versionMetadata(entry, version, id);
    if (this.#isGone(version)) {
      throw goneError({ data: null, metadata });
    }
    return { data: version.data, metadata };
  }

  subkeys(path: string, number: number, depth: number): JsonObject {
    const { entry, version, id } = this.#version(path, number);
    const metadata = versionMetadata(entry, version, id);
    if (this.#isGone(version)) {
      throw goneError({ metadata, subkeys: null });
    }
    const { data } = version;
    return { metadata, subkeys: data ? subkeysOf(data, depth) : null };
  }

  /** @throws KvError 400 when `cas` does not fit, 500 when the entry is too large */
  write(
    path: string,
    data: JsonObject | null,
    cas: number | undefined,
  ): JsonObject {
    const entry = this.find(path) ?? this.#newEntry();
    this.#checkCas(entry, cas);
    const kept = wellFormedJson(data) as JsonObject | null;
    checkSize(kept);
    const id = entry.currentVersion + 1;
    const deleteAfter =
      entry.deleteVersionAfter || this.#mount.deleteVersionAfter;
    const createdTime = this.#time.next();
    const version: KvVersion = {
      createdTime,
      deletionTime: deleteAfter > 0 ? this.#time.next(deleteAfter) : '',
      destroyed: false,
      data: kept,
    };
    const written = this.#prune({
      ...entry,
      currentVersion: id,
      createdTime: entry.createdTime || createdTime,
      updatedTime: createdTime,
      versions: { ...entry.versions, [id]: version },
    });
    this.#save(path, written);
    return versionMetadata(written, version, id);
  }

  /** @throws KvError 404 when there is nothing to patch */
  patch(
    path: string,
    patch: JsonObject | null,
    cas: number | undefined,
  ): JsonObject {
    const { entry, version, id } = this.#version(path, 0);
    if (this.#isGone(version)) {
      throw goneError(versionMetadata(entry, version, id));
    }
    this.#checkCas(entry, cas);
    if (!version.data) {
      throw KvError.wrapped(500, 'resource does not exist');
    }
    return this.write(
      path,
      mergeJson(version.data, patch ?? {}) as JsonObject,
      cas,
    );
  }

  /** Marks versions as deleted; without a list the current one. */
  softDelete(path: string, numbers?: number[]): void {
    const deletionTime = this.#time.next();
    this.#changeVersions(path, numbers, version =>
      this.#isGone(version) ? version : { ...version, deletionTime },
    );
  }

  undelete(path: string, numbers: number[]): void {
    this.#changeVersions(path, numbers, version =>
      version.destroyed ? version : { ...version, deletionTime: '' },
    );
  }

  destroy(path: string, numbers: number[]): void {
    this.#changeVersions(path, numbers, ({ data, ...version }) => ({
      ...version,
      destroyed: true,
    }));
  }

  /** Changes settings of a path, made when it is not there. */
  writeMetadata(path: string, change: (entry: KvEntry) => KvEntry): void {
    const time = this.#time.next();
    const found = this.find(path);
    const entry = found ?? { ...this.#newEntry(), createdTime: time };
    this.#save(path, {
      ...change(entry),
      metadataVersion: entry.metadataVersion + 1,
      updatedTime: time,
    });
  }

  removeEntirely(path: string): void {
    this.#state.entries.delete(KvState.entryKey(this.#mount, path));
  }

  /** Names right below a folder, folders with a slash at the end, sorted. */
  list(folder: string): string[] {
    const names = this.scan(folder).map(path => {
      const slash = path.indexOf('/');
      return slash < 0 ? path : path.slice(0, slash + 1);
    });
    return [...new Set(names)];
  }

  /** Paths anywhere below a folder, sorted. */
  scan(folder: string): string[] {
    const trimmed = folder.replace(/\/+$/, '');
    const start = KvState.entryKey(this.#mount, trimmed ? `${trimmed}/` : '');
    return [...this.#state.entries.keys()]
      .filter(key => key.startsWith(start))
      .map(key => key.slice(start.length))
      .sort();
  }

  #version(
    path: string,
    number: number,
  ): { entry: KvEntry; version: KvVersion; id: number } {
    const entry = this.find(path);
    const id = number > 0 ? number : entry?.currentVersion;
    const version = id === undefined ? undefined : entry?.versions[id];
    if (!entry || !version || id === undefined) {
      throw KvError.notFound();
    }
    return { entry, version, id };
  }

  #isGone(version: KvVersion): boolean {
    return (
      version.destroyed ||
      (version.deletionTime !== '' &&
        Date.parse(version.deletionTime) <= this.#time.milliseconds())
    );
  }

  #checkCas(entry: KvEntry, cas: number | undefined): void {
    if (cas === undefined) {
      if (entry.casRequired || this.#mount.casRequired) {
        throw new KvError(
          400,
          'check-and-set parameter required for this call',
        );
      }
    } else if (cas !== entry.currentVersion) {
      throw new KvError(400, casMismatch);
    }
  }

  #changeVersions(
    path: string,
    numbers: number[] | undefined,
    change: (version: KvVersion) => KvVersion,
  ): void {
    const entry = this.find(path);
    if (!entry) {
      return;
    }
    const versions = { ...entry.versions };
    for (const number of numbers ?? [entry.currentVersion]) {
      if (versions[number]) {
        versions[number] = change(versions[number]);
      }
    }
    this.#save(path, { ...entry, versions });
  }

  #prune(entry: KvEntry): KvEntry {
    const limit =
      entry.maxVersions || this.#mount.maxVersions || defaultMaxVersions;
    const oldest = entry.currentVersion - limit + 1;
    if (oldest <= 1) {
      return entry;
    }
    const versions = Object.entries(entry.versions).filter(
      ([number]) => Number(number) >= oldest,
    );
    return {
      ...entry,
      oldestVersion: oldest,
      versions: Object.fromEntries(versions),
    };
  }

  #newEntry(): KvEntry {
    return {
      createdTime: '',
      updatedTime: '',
      currentVersion: 0,
      oldestVersion: 0,
      metadataVersion: 0,
      maxVersions: 0,
      casRequired: false,
      metadataCasRequired: false,
      deleteVersionAfter: 0,
      customMetadata: undefined,
      versions: {},
    };
  }

  #save(path: string, entry: KvEntry): void {
    this.#state.entries.set(KvState.entryKey(this.#mount, path), entry);
  }
}

function versionMetadata(
  entry: KvEntry,
  version: KvVersion,
  id: number,
): JsonObject {
  return {
    created_time: version.createdTime,
    custom_metadata: entry.customMetadata ?? null,
    deletion_time: version.deletionTime,
    destroyed: version.destroyed,
    version: id,
  };
}

function goneError(data: JsonObject): KvError {
  return new KvError(404, 'deleted', envelope({ data }));
}

function checkSize(data: JsonObject | null): void {
  const size = Buffer.byteLength(JSON.stringify(data));
  if (size > maxEntryBytes) {
    throw KvError.wrapped(
      500,
      `put failed due to value being too large; got ${size} bytes, max ${maxEntryBytes} bytes`,
    );
  }
}
