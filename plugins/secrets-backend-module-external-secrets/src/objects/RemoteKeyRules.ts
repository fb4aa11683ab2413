import { StoredSecretRef } from '@strongroom/backstage-plugin-secrets-node';

/** Segments of the path, one for each type of secret. */
const SEGMENTS = ['generic', 'basic-auth', 'ssh-auth', 'registry', 'tls'];

/**
 * Which paths of the store belong to which namespace. One `ClusterSecretStore` serves all tenants of a plane and
 * External Secrets limits nobody to their part of it, so these rules do.
 */
export class RemoteKeyRules {
  readonly #template: string;

  private constructor(template: string) {
    this.#template = template;
  }

  /** @param template - with `{namespace}/`, `{segment}` and `{name}` */
  static create(template: string): RemoteKeyRules {
    return new RemoteKeyRules(template);
  }

  /** Whether a path lies in the part of the store that belongs to the namespace. */
  isInside(namespace: string, remoteKey: string): boolean {
    const [beforeNamespace] = this.#template.split('{namespace}/');
    const prefix = `${beforeNamespace}${namespace}/`;
    return (
      remoteKey.startsWith(prefix) &&
      remoteKey
        .split('/')
        .every(part => part !== '' && part !== '.' && part !== '..')
    );
  }

  /** Whether a path is the one we would derive for the secret, whichever its type. */
  isDerived({ namespace, name, remoteKey }: StoredSecretRef): boolean {
    return SEGMENTS.some(
      segment => this.#fill(namespace, segment, name) === remoteKey,
    );
  }

  /** Whether a path is that of a git secret of OpenChoreo's older kind, which lives elsewhere on the plane. */
  isLegacyGit({ namespace, name, remoteKey }: StoredSecretRef): boolean {
    return this.#fill(namespace, 'git', name) === remoteKey;
  }

  #fill(namespace: string, segment: string, name: string): string {
    return this.#template
      .replaceAll('{namespace}', namespace)
      .replaceAll('{segment}', segment)
      .replaceAll('{name}', name);
  }
}
