import { AccessRule } from '@strongroom/embedded-cluster';
import { AccountManifest, boundRules } from '@strongroom/real-cluster';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';

const FOLDER = resolve(__dirname, '../../../../../deploy/kubernetes');

/** A file of `deploy/kubernetes` with an account and its roles. */
export type ShippedFile = 'control-plane' | 'plane';

/** What such a file has one apply. */
export function shippedManifests(file: ShippedFile): AccountManifest[] {
  return parseAllDocuments(
    readFileSync(resolve(FOLDER, `${file}.yaml`), 'utf8'),
  ).map(document => document.toJS());
}

/**
 * What such a file lets its account do.
 * @param onlyIn - namespaces in which the role of one name is bound, instead of the whole cluster
 */
export function shippedRules(
  file: ShippedFile,
  onlyIn?: { role?: string; namespaces?: string[] },
): AccessRule[] {
  return boundRules(shippedManifests(file), onlyIn);
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
