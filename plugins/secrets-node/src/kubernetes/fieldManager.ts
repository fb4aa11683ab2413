/**
 * The name under which every write of ours stands in an object's managed fields. A driver tells by it whether
 * somebody else wrote to what it made, so a {@link KubernetesClient} sends no other.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers
 * @public
 */
export const FIELD_MANAGER = 'strongroom';
