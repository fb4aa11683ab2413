import path from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** Folder that keeps everything of this installation: `STRONGROOM_STATE`, or `.strongroom` at the root of the repository. */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  return path.resolve(
    env.STRONGROOM_STATE ??
      path.join(resolvePackagePath('backend'), '../../.strongroom'),
  );
}

/** File with the keys of the installation. */
export function keysFile(state: string): string {
  return path.join(state, 'keys.json');
}

/** File with the certificate authority of the KV store, where it has one. */
export function certificateFile(state: string): string {
  return path.join(state, 'openbao-ca.crt');
}

/** File with the token that the portal itself has at the KV store. */
export function storeTokenFile(state: string): string {
  return path.join(state, 'openbao-token');
}
