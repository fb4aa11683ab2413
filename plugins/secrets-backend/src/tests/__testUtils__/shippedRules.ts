import { AccessRule } from '@strongroom/embedded-cluster';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

const FOLDER = resolve(__dirname, '../../../../../deploy/kubernetes');

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  rules?: AccessRule[];
  roleRef?: { kind: string; name: string };
  subjects?: Array<{ kind: string; name: string; namespace?: string }>;
}

/**
 * What a file of `deploy/kubernetes` lets its account do: the rules of every role that is bound to it.
 * @param onlyIn - namespaces in which the role of one name is bound, instead of the whole cluster
 */
export function shippedRules(
  file: 'control-plane' | 'plane',
  onlyIn: { role?: string; namespaces?: string[] } = {},
): AccessRule[] {
  const manifests: Manifest[] = parseAllDocuments(
    readFileSync(resolve(FOLDER, `${file}.yaml`), 'utf8'),
  ).map(document => document.toJS());
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

/** What a portal is given in a cluster of tests: `control-plane` is a plane as well. */
export function shippedRulesOf(cluster: string): AccessRule[] {
  return [
    ...(cluster === 'control-plane' ? shippedRules('control-plane') : []),
    ...shippedRules('plane'),
  ];
}

/** The same, one verb on one kind of resource each. */
export function singleRights(rules: AccessRule[]): AccessRule[] {
  return rules.flatMap(({ verbs, apiGroups, resources, ...limits }) =>
    verbs.flatMap(verb =>
      apiGroups.flatMap(group =>
        resources.map(resource => ({
          verbs: [verb],
          apiGroups: [group],
          resources: [resource],
          ...limits,
        })),
      ),
    ),
  );
}

/** A single right in words, such as `list namespaces`. */
export function nameOfRight({ verbs, resources }: AccessRule): string {
  return `${verbs[0]} ${resources[0]}`;
}
