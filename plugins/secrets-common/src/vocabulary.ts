import { PlaneKind, SecretCategory, SecretType } from './types';

/**
 * The five types that are offered, in the order of the create form.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
 * @public
 */
export const SECRET_TYPES: readonly SecretType[] = [
  'Opaque',
  'kubernetes.io/basic-auth',
  'kubernetes.io/ssh-auth',
  'kubernetes.io/dockerconfigjson',
  'kubernetes.io/tls',
];

/** The two categories. @public */
export const SECRET_CATEGORIES: readonly SecretCategory[] = [
  'generic',
  'git-credentials',
];

/** The kinds of plane, those of a namespace first. @public */
export const PLANE_KINDS: readonly PlaneKind[] = [
  'DataPlane',
  'ClusterDataPlane',
  'WorkflowPlane',
  'ClusterWorkflowPlane',
];

/** Labels and annotations that are part of the public contract. @public */
export const LABELS = {
  category: 'openchoreo.dev/secret-type',
  managedBy: 'openchoreo.dev/managed-by',
  project: 'openchoreo.dev/project',
  component: 'openchoreo.dev/component',
} as const;

/** Annotations we keep on a reference and on the plane's objects. @public */
export const ANNOTATIONS = {
  description: 'strongroom.dev/description',
  owner: 'strongroom.dev/owner',
  expiresAt: 'strongroom.dev/expires-at',
  createdBy: 'strongroom.dev/created-by',
  updatedBy: 'strongroom.dev/updated-by',
  updatedAt: 'strongroom.dev/updated-at',
  operation: 'strongroom.dev/operation',
  storedAs: 'strongroom.dev/stored-as',
  /** On a reference: that its value is kept by somebody else, and of which kind that is; shown, never decided by. */
  link: 'strongroom.dev/link',
  /** On what carries a linked Secret to the store: whose link it is, as `namespace/name`. */
  linkOf: 'strongroom.dev/link-of',
} as const;

/** Annotation of a catalog entity that names references: `name[,name…]`. @public */
export const ENTITY_SECRETS_ANNOTATION = 'strongroom.dev/secrets';
/** Annotation of a catalog entity that says in which namespace they live. @public */
export const ENTITY_NAMESPACE_ANNOTATION = 'strongroom.dev/namespace';
