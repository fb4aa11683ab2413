import { SecretRow } from '../../references';
import { LookRequest } from '../types';

/** The objects of a secret; `undefined` when it names no plane, or more than one path. */
export function lookOf(row: SecretRow): LookRequest | undefined {
  const remoteKey = pathOf(row);
  return row.targetPlane && remoteKey !== undefined
    ? {
        namespace: row.namespace,
        name: row.name,
        plane: row.targetPlane,
        remoteKey,
      }
    : undefined;
}

/** The one path that all keys of a reference share. */
export function pathOf({ remoteRefs }: SecretRow): string | undefined {
  const paths = new Set(remoteRefs.map(({ key }) => key));
  const [path] = paths;
  return paths.size === 1 ? path : undefined;
}
