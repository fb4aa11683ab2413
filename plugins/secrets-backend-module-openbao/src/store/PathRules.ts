import { StoredSecretRef } from '@strongroom/backstage-plugin-secrets-node';
import { parsePath } from '../kv/storePath';

/** Segments of the path, one for each type of secret. */
const SEGMENTS = ['generic', 'basic-auth', 'ssh-auth', 'registry', 'tls'];

/** Which paths of the mount belong to which namespace: one login serves all tenants of a plane. */
export class PathRules {
  readonly #template: string;

  private constructor(template: string) {
    this.#template = template;
  }

  /** @param template - of new paths, with `{namespace}/`, `{segment}` and `{name}` */
  static create(template: string): PathRules {
    return new PathRules(template);
  }

  /** The folder that holds the folders of all namespaces. */
  get root(): string[] {
    const [before] = this.#template.split('{');
    return before.split('/').slice(0, -1);
  }

  /** Segments of a path that lies in the part of the mount that belongs to the namespace; otherwise `undefined`. */
  inside(ref: StoredSecretRef): string[] | undefined {
    const [before] = this.#template.split('{namespace}/');
    const isInside = SEGMENTS.some(segment =>
      ref.remoteKey.startsWith(
        `${fill(before, ref, segment)}${ref.namespace}/`,
      ),
    );
    return isInside ? parsePath(ref.remoteKey) : undefined;
  }

  /**
   * Whether a path can only ever have been that of this secret, by whichever template it was made: nothing but the
   * path tells once its entry is gone.
   */
  namesOnly(ref: StoredSecretRef): boolean {
    return (
      this.inside(ref)?.at(-1) === ref.name ||
      SEGMENTS.some(
        segment => fill(this.#template, ref, segment) === ref.remoteKey,
      )
    );
  }
}

function fill(
  template: string,
  { namespace, name }: StoredSecretRef,
  segment: string,
): string {
  return template
    .replaceAll('{namespace}', namespace)
    .replaceAll('{segment}', segment)
    .replaceAll('{name}', name);
}
