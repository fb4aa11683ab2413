import {
  KubernetesResource,
  ObjectRef,
} from '@strongroom/backstage-plugin-secrets-node';

/** @see https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/ */
export const ACCESS_REVIEW: KubernetesResource = {
  group: 'authorization.k8s.io',
  version: 'v1',
  plural: 'selfsubjectaccessreviews',
  kind: 'SelfSubjectAccessReview',
  namespaced: false,
};

/** What is read of the answer. */
export interface AccessReview {
  status?: { allowed?: boolean };
}

/** The question whether whoever asks may do something. A create has no name yet, as far as its rights go. */
export function accessReviewOf(
  verb: 'create' | 'patch' | 'delete',
  { group, version, plural }: KubernetesResource,
  { namespace, name }: ObjectRef,
): Record<string, unknown> {
  return {
    apiVersion: `${ACCESS_REVIEW.group}/${ACCESS_REVIEW.version}`,
    kind: ACCESS_REVIEW.kind,
    spec: {
      resourceAttributes: {
        verb,
        group,
        version,
        resource: plural,
        namespace,
        ...(verb !== 'create' && { name }),
      },
    },
  };
}
