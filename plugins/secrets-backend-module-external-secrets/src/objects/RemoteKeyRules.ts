import { StoredSecretRef } from '@strongroom/backstage-plugin-secrets-node';

/** Segments of the path, one for each type of secret. */
const SEGMENTS = ['generic', 'basic-auth', 'ssh-auth', 'registry', 'tls'];

/**
 * Which paths of the store belong to which namespace. One `ClusterSecretStore` serves all tenants of a plane and
 * External Secrets limits nobody to their part of it, so these rules do.
 */
export class RemoteKeyRules {
  readonly #template: string;
  readonly #templates: string[];

  private constructor(template: string, defaultTemplate: string) {
    this.#template = template;
    this.#templates = [template, defaultTemplate];
  }

  /**
   * @param template - of new paths, with `{namespace}/`, `{segment}` and `{name}`
   * @param defaultTemplate - of OpenChoreo, whose exact paths stay good whatever is configured: secrets keep the path
   * that they were made with
   */
  static create(
    template: string,
    defaultTemplate: string = template,
  ): RemoteKeyRules {
    return new RemoteKeyRules(template, defaultTemplate);
  }

  /** Whether a path lies in the part of the store that belongs to the namespace of the secret. */
  isInside(ref: StoredSecretRef): boolean {
    const [beforeNamespace] = this.#template.split('{namespace}/');
    const prefix = `${beforeNamespace}${ref.namespace}/`;
    const { remoteKey } = ref;
    const isBelow =
      remoteKey.startsWith(prefix) &&
      remoteKey
        .split('/')
        .every(part => part !== '' && part !== '.' && part !== '..');
    return isBelow || this.isDerived(ref);
  }

  /** Whether a path is the one that is derived for the secret, whichever its type. */
  isDerived(ref: StoredSecretRef): boolean {
    return SEGMENTS.some(segment => this.#isFilled(ref, segment));
  }

  /** Whether a path is that of a git secret of OpenChoreo's older kind, which lives elsewhere on the plane. */
  isLegacyGit(ref: StoredSecretRef): boolean {
    return this.#isFilled(ref, 'git');
  }

  #isFilled(
    { namespace, name, remoteKey }: StoredSecretRef,
    segment: string,
  ): boolean {
    return this.#templates.some(
      template =>
        remoteKey ===
        template
          .replaceAll('{namespace}', namespace)
          .replaceAll('{segment}', segment)
          .replaceAll('{name}', name),
    );
  }
}
