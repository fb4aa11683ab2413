/** One change to the state: a value to keep, or `undefined` to forget the key. @public */
export interface StateChange {
  /** A family of entries, for instance `cluster/control-plane/secrets`. */
  bucket: string;
  key: string;
  value: string | undefined;
}

/**
 * Where the cluster and the KV store keep what must survive a restart or a kill.
 *
 * @public
 */
export interface StateFile {
  /** All entries of a bucket, ordered by key (byte order). */
  read(bucket: string): Iterable<{ key: string; value: string }>;
  /** Names of the buckets that begin with a prefix. */
  buckets(prefix: string): string[];
  /** Keeps all changes or none; when it returns, a killed process loses nothing. */
  write(changes: StateChange[]): void;
  close(): void;
}
