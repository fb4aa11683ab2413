import { isStoreError } from '@strongroom/backstage-plugin-secrets-node';
import { KvClient } from '../kv/KvClient';
import { isSegment } from '../kv/storePath';
import { forEachLimited } from './forEachLimited';

/** Deepest folder below the root that can hold secrets of ours. */
const MAX_DEPTH = 6;
/** Folders listed at a time. */
const CONCURRENCY = 4;

/**
 * Paths of everything below a folder that could be a secret of ours. Folders that we may not list are not ours; the
 * root has to be.
 * @throws StoreError
 */
export async function listPaths(
  kv: KvClient,
  root: string[],
): Promise<string[][]> {
  const paths: string[][] = [];
  let folders = [root];
  for (let depth = 0; folders.length > 0 && depth < MAX_DEPTH; depth += 1) {
    const below: string[][] = [];
    await forEachLimited(folders, CONCURRENCY, async folder => {
      for (const name of await listFolder(kv, folder, depth === 0)) {
        const segment = name.replace(/\/$/, '');
        if (isSegment(segment)) {
          (name.endsWith('/') ? below : paths).push([...folder, segment]);
        }
      }
    });
    folders = below;
  }
  return paths;
}

async function listFolder(
  kv: KvClient,
  folder: string[],
  isRoot: boolean,
): Promise<string[]> {
  try {
    return await kv.list(folder);
  } catch (error) {
    if (!isRoot && isStoreError(error, 'Denied')) {
      return [];
    }
    throw error;
  }
}
