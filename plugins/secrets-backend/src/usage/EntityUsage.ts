import { Entity } from '@backstage/catalog-model';
import {
  ENTITY_NAMESPACE_ANNOTATION,
  ENTITY_SECRETS_ANNOTATION,
  explainNamespaceName,
  explainSecretName,
} from '@strongroom/backstage-plugin-secrets-common';
import { ReferenceUse, UsageVia, WorkloadQuery } from './types';
import { WorkloadIndex } from './WorkloadIndex';

const OPENCHOREO = {
  namespace: 'openchoreo.io/namespace',
  project: 'openchoreo.io/project',
  component: 'openchoreo.io/component',
  workload: 'openchoreo.io/workload',
} as const;
const KUBERNETES_NAMESPACE = 'backstage.io/kubernetes-namespace';

const VIA_ORDER: readonly UsageVia[] = ['env', 'file', 'annotation'];

/**
 * Says which secrets a catalog entity uses: those that it names itself and those that the workloads of its component
 * name. That an entity names a secret gives nobody access: whoever shows one must ask for that very secret.
 */
export class EntityUsage {
  readonly #workloads: Pick<WorkloadIndex, 'find' | 'listed'>;

  private constructor(workloads: Pick<WorkloadIndex, 'find' | 'listed'>) {
    this.#workloads = workloads;
  }

  static create(
    workloads: Pick<WorkloadIndex, 'find' | 'listed'>,
  ): EntityUsage {
    return new EntityUsage(workloads);
  }

  /** Whether the answers are complete yet. */
  get listed(): boolean {
    return this.#workloads.listed;
  }

  /** One entry per secret, sorted by namespace and name. */
  of(entity: Entity): ReferenceUse[] {
    const uses = new Map<string, Draft>();
    for (const { namespace, name } of annotatedReferences(entity)) {
      draftOf(uses, namespace, name).via.add('annotation');
    }
    const query = workloadQuery(entity);
    for (const workload of query ? this.#workloads.find(query) : []) {
      for (const { name, key, via } of workload.uses) {
        const draft = draftOf(uses, workload.namespace, name);
        draft.via.add(via);
        if (key) {
          draft.keys.add(key);
        }
      }
    }
    return [...uses.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { reference, keys, via }]) => ({
        reference,
        keys: [...keys].sort(),
        via: VIA_ORDER.filter(way => via.has(way)),
      }));
  }
}

interface Draft {
  reference: ReferenceUse['reference'];
  keys: Set<string>;
  via: Set<UsageVia>;
}

function draftOf(
  uses: Map<string, Draft>,
  namespace: string,
  name: string,
): Draft {
  const key = `${namespace}/${name}`;
  let draft = uses.get(key);
  if (!draft) {
    draft = { reference: { namespace, name }, keys: new Set(), via: new Set() };
    uses.set(key, draft);
  }
  return draft;
}

/** Names of the entity's own annotation, those that can be no names left out. */
function annotatedReferences(entity: Entity): Array<ReferenceUse['reference']> {
  const namespace =
    annotation(entity, ENTITY_NAMESPACE_ANNOTATION) ??
    annotation(entity, OPENCHOREO.namespace) ??
    annotation(entity, KUBERNETES_NAMESPACE);
  if (!namespace || explainNamespaceName(namespace) !== undefined) {
    return [];
  }
  const names = (annotation(entity, ENTITY_SECRETS_ANNOTATION) ?? '')
    .split(',')
    .map(name => name.trim())
    .filter(name => explainSecretName(name) === undefined);
  return names.map(name => ({ namespace, name }));
}

/** A workload names secrets of its own namespace only, whatever the entity says of its secrets'. */
function workloadQuery(entity: Entity): WorkloadQuery | undefined {
  const namespace = annotation(entity, OPENCHOREO.namespace);
  const component = annotation(entity, OPENCHOREO.component);
  const workload = annotation(entity, OPENCHOREO.workload);
  if (!namespace || !(component || workload)) {
    return undefined;
  }
  return {
    namespace,
    project: annotation(entity, OPENCHOREO.project),
    component,
    workload,
  };
}

/** An annotation that says something. */
function annotation(entity: Entity, name: string): string | undefined {
  const value = entity.metadata.annotations?.[name];
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}
