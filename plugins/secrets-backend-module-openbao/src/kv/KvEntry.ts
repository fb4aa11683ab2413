/** One version of an entry, without its data. */
export interface KvVersion {
  /** As the server wrote it, in nanoseconds. */
  createdTime: string;
  /** Soft-deleted or destroyed. */
  gone: boolean;
  destroyed: boolean;
}

/** What the metadata of an entry says. @see https://openbao.org/api-docs/secret/kv/kv-v2/#read-secret-metadata */
export interface KvEntry {
  createdTime: string;
  currentVersion: number;
  /** Only servers that know a check-and-set of metadata have it. */
  metadataVersion?: number;
  /** `custom_metadata` */
  marks: Readonly<Record<string, string>>;
  versions: ReadonlyMap<number, KvVersion>;
}

/** Reads an answer to `GET metadata`; `undefined` when it is none. */
export function readEntry(body: unknown, now: number): KvEntry | undefined {
  const { data } = (body ?? {}) as { data?: Record<string, unknown> };
  if (
    typeof data?.created_time !== 'string' ||
    typeof data.current_version !== 'number'
  ) {
    return undefined;
  }
  return {
    createdTime: data.created_time,
    currentVersion: data.current_version,
    metadataVersion:
      typeof data.current_metadata_version === 'number'
        ? data.current_metadata_version
        : undefined,
    marks: { ...(data.custom_metadata as Record<string, string> | null) },
    versions: new Map(
      Object.entries((data.versions ?? {}) as Record<string, RawVersion>).map(
        ([number, version]) => [Number(number), readVersion(version, now)],
      ),
    ),
  };
}

interface RawVersion {
  created_time?: string;
  deletion_time?: string;
  destroyed?: boolean;
}

/** A deletion time in the future is an expiry that has not come yet. */
function readVersion(version: RawVersion, now: number): KvVersion {
  const destroyed = version.destroyed === true;
  return {
    createdTime: version.created_time ?? '',
    destroyed,
    gone:
      destroyed ||
      (!!version.deletion_time && Date.parse(version.deletion_time) <= now),
  };
}
