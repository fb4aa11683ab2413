import { PLANES } from '../data';
import { EstateSecret } from '../types';

const SEGMENTS: Record<EstateSecret['type'], string> = {
  Opaque: 'generic',
  'kubernetes.io/basic-auth': 'basic-auth',
  'kubernetes.io/ssh-auth': 'ssh-auth',
  'kubernetes.io/dockerconfigjson': 'registry',
  'kubernetes.io/tls': 'tls',
};

/** What External Secrets has before a path: the mount. */
const MOUNT = 'secret/';

/** Path of a secret in the store, as its maker derives it unless it is told. */
export function remoteKeyOf(namespace: string, secret: EstateSecret): string {
  const segment =
    secret.maker === 'older-git-api' ? 'git' : SEGMENTS[secret.type];
  const mount = PLANES[secret.plane].direct ? '' : MOUNT;
  return secret.path ?? `${mount}${namespace}/${segment}/${secret.name}`;
}

/** The same without the mount. */
export function entryPathOf(namespace: string, secret: EstateSecret): string {
  const key = remoteKeyOf(namespace, secret);
  return key.startsWith(MOUNT) ? key.slice(MOUNT.length) : key;
}
