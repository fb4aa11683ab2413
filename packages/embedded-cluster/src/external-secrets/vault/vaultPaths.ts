/**
 * Where External Secrets reads and writes the data of a remote key. A remote key
 * that begins with the store's path loses it here.
 *
 * @param mount - the store's `path`; absent: the first segment of the key is the mount
 * @internal
 */
export function dataPath(mount: string | undefined, remoteKey: string): string {
  if (mount !== undefined) {
    let below = remoteKey;
    if (below.startsWith(`${mount}/`)) {
      below = below.slice(mount.length + 1);
      if (below.startsWith('data/')) {
        below = below.slice('data/'.length);
      }
    }
    return `${mount}/data/${below}`;
  }
  if (remoteKey.includes('/data/')) {
    return remoteKey;
  }
  const [first, ...rest] = remoteKey.split('/');
  return [first, 'data', ...rest].join('/');
}

/**
 * Where it keeps the metadata of a remote key. Here the store's path is *not*
 * taken off, so for such keys data and metadata lie in different places.
 *
 * @internal
 */
export function metadataPath(
  mount: string | undefined,
  remoteKey: string,
): string {
  return mount === undefined
    ? remoteKey.replace('/data/', '/metadata/')
    : `${mount}/metadata/${remoteKey}`;
}
