import type { AccessRule } from '@strongroom/embedded-cluster';

/** An object of a file with a service account and its roles. @public */
export interface AccountManifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  rules?: AccessRule[];
  roleRef?: { kind: string; name: string };
  subjects?: Array<{ kind: string; name: string; namespace?: string }>;
}

/**
 * What manifests let their service account do: the rules of every cluster role that is bound to it.
 *
 * @param onlyIn - namespaces in which the role of one name is bound, instead of the whole cluster
 * @public
 */
export function boundRules(
  manifests: AccountManifest[],
  onlyIn: { role?: string; namespaces?: string[] } = {},
): AccessRule[] {
  const ofKind = (kind: string) =>
    manifests.filter(manifest => manifest.kind === kind);
  const [account] = ofKind('ServiceAccount');
  return ofKind('ClusterRoleBinding')
    .filter(({ subjects }) =>
      subjects?.some(
        ({ kind, name, namespace }) =>
          kind === 'ServiceAccount' &&
          name === account.metadata.name &&
          namespace === account.metadata.namespace,
      ),
    )
    .flatMap(({ roleRef }) => {
      const role = ofKind(roleRef!.kind).find(
        ({ metadata }) => metadata.name === roleRef!.name,
      );
      return role!.rules!.map(rule =>
        roleRef!.name === onlyIn.role
          ? { ...rule, namespaces: onlyIn.namespaces }
          : rule,
      );
    });
}
