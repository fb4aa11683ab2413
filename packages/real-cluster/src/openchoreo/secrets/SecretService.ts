import {
  ClusterApi,
  ClusterObject,
  ensureNamespace,
  kinds,
  PlaneDirectory,
  planeKinds,
} from '../cluster';
import { durationsAsGo } from '../references/durationsAsGo';
import { ServiceError } from '../ServiceError';
import { Page, PageRequest, Reference, TargetPlane } from '../types';
import {
  buildPushSecret,
  buildReference,
  buildSecret,
  dataSources,
  encodeData,
  isManaged,
  managedSelector,
  planeNamespace,
  SecretDraft,
  sortedKeys,
  withMark,
} from './buildObjects';
import { syncTrigger } from './syncTrigger';
import { validateData, validateLabels } from './validateSecret';

/** A create, decoded. */
export interface CreateRequest {
  name: string;
  type: string;
  targetPlane: TargetPlane;
  data: Map<string, string>;
  labels: Map<string, string>;
}

/** An update, decoded; type and plane are never changed. */
export type UpdateRequest = Pick<CreateRequest, 'data' | 'labels'>;

const planePageSize = 100;

/**
 * The Secret API: objects of the plane first, by force, then the reference. Nothing is locked, and nothing taken back
 * when a later write fails.
 */
export class SecretService {
  readonly #controlPlane: ClusterApi;
  readonly #planes: PlaneDirectory;

  private constructor(controlPlane: ClusterApi, planes: PlaneDirectory) {
    this.#controlPlane = controlPlane;
    this.#planes = planes;
  }

  static create(
    controlPlane: ClusterApi,
    planes: PlaneDirectory,
  ): SecretService {
    return new SecretService(controlPlane, planes);
  }

  async create(namespace: string, request: CreateRequest): Promise<object> {
    const { name, type, targetPlane, data, labels } = request;
    if (!name) {
      throw ServiceError.invalid('secretName is required');
    }
    validateData(type, data);
    if (!targetPlane.kind) {
      throw ServiceError.invalid('targetPlane.kind is required');
    }
    if (!planeKinds.has(targetPlane.kind)) {
      throw ServiceError.invalid(
        `unsupported targetPlane.kind: ${targetPlane.kind}`,
      );
    }
    if (!targetPlane.name) {
      throw ServiceError.invalid('targetPlane.name is required');
    }
    validateLabels(labels);
    if (await this.#find(namespace, name)) {
      throw ServiceError.exists('secret');
    }
    const draft = { namespace, name, type, data };
    await this.#applyToPlane(draft, targetPlane, true);
    const reference = await this.#controlPlane.create(
      kinds.reference,
      buildReference(draft, targetPlane, labels),
    );
    return present(reference, encodeData(data));
  }

  async update(
    namespace: string,
    name: string,
    { data, labels }: UpdateRequest,
  ): Promise<object> {
    const reference = await this.#require(namespace, name);
    const type = reference.spec.template.type ?? '';
    validateData(type, data);
    validateLabels(labels);
    const draft = { namespace, name, type, data };
    await this.#applyToPlane(draft, reference.spec.targetPlane!, false);
    const known = reference.spec.data.map(({ secretKey }) => secretKey).sort();
    const marked = withMark(labels);
    if (
      same(known, sortedKeys(data)) &&
      same(entriesOf(reference.metadata.labels), entriesOf(marked))
    ) {
      return present(reference, encodeData(data));
    }
    const { metadata, spec } = reference;
    const updated = await this.#controlPlane.update(kinds.reference, {
      ...reference,
      metadata: { ...metadata, labels: marked },
      spec: durationsAsGo({ ...spec, data: dataSources(draft) }),
    });
    return present(updated, encodeData(data));
  }

  async get(namespace: string, name: string): Promise<object> {
    const reference = await this.#require(namespace, name);
    const { targetPlane } = reference.spec;
    const plane = await this.#planes
      .resolve(namespace, targetPlane!)
      // only writes say what is wrong with a plane
      .catch(() => Promise.reject(ServiceError.internal()));
    const secret = await plane.api.find(
      kinds.secret,
      name,
      planeNamespace(namespace),
    );
    if (!secret) {
      throw ServiceError.notFound('secret');
    }
    return present(reference, secret.data);
  }

  /** One page of references; what has no Secret in its plane, or no plane that answers, is missing from it. */
  async list(
    namespace: string,
    { limit, cursor }: PageRequest,
  ): Promise<Page<object>> {
    const { items, metadata } = await this.#controlPlane.list<Reference>(
      kinds.reference,
      namespace,
      { limit, continue: cursor, labelSelector: managedSelector },
    );
    const managed = items.filter(isManaged);
    const targets = new Map(
      managed.map(({ spec }) => [
        planeKey(spec.targetPlane!),
        spec.targetPlane!,
      ]),
    );
    const found = new Map<string, Map<string, ClusterObject>>();
    for (const [key, target] of targets) {
      const names = managed
        .filter(({ spec }) => planeKey(spec.targetPlane!) === key)
        .map(reference => reference.metadata.name);
      found.set(key, await this.#secretsOf(namespace, target, new Set(names)));
    }
    return {
      items: managed.flatMap(reference => {
        const secrets = found.get(planeKey(reference.spec.targetPlane!));
        const secret = secrets?.get(reference.metadata.name);
        return secret ? [present(reference, secret.data)] : [];
      }),
      next: metadata.continue,
    };
  }

  async delete(namespace: string, name: string): Promise<void> {
    const reference = await this.#require(namespace, name);
    const { api } = await this.#planes.resolve(
      namespace,
      reference.spec.targetPlane!,
    );
    await api.delete(kinds.pushSecret, name, planeNamespace(namespace));
    await api.delete(kinds.secret, name, planeNamespace(namespace));
    await this.#controlPlane.delete(kinds.reference, name, namespace);
  }

  async #applyToPlane(
    draft: SecretDraft,
    target: TargetPlane,
    withNamespace: boolean,
  ): Promise<void> {
    const { api, storeName } = await this.#planes.resolve(
      draft.namespace,
      target,
    );
    if (withNamespace) {
      await ensureNamespace(api, planeNamespace(draft.namespace));
    }
    await api.apply(kinds.secret, buildSecret(draft));
    await api.apply(
      kinds.pushSecret,
      buildPushSecret(draft, storeName, syncTrigger()),
    );
  }

  async #secretsOf(
    namespace: string,
    target: TargetPlane,
    wanted: Set<string>,
  ): Promise<Map<string, ClusterObject>> {
    const found = new Map<string, ClusterObject>();
    try {
      const { api } = await this.#planes.resolve(namespace, target);
      let next: string | undefined;
      do {
        const page = await api.list(kinds.secret, planeNamespace(namespace), {
          limit: planePageSize,
          continue: next,
        });
        for (const secret of page.items) {
          if (wanted.has(secret.metadata.name)) {
            found.set(secret.metadata.name, secret);
          }
        }
        next = page.metadata.continue;
      } while (next && found.size < wanted.size);
      return found;
    } catch {
      // a plane that does not answer is left out of the list
      return new Map();
    }
  }

  async #find(namespace: string, name: string): Promise<Reference | undefined> {
    return this.#controlPlane.find<Reference>(kinds.reference, name, namespace);
  }

  async #require(namespace: string, name: string): Promise<Reference> {
    const reference = await this.#find(namespace, name);
    if (!reference || !isManaged(reference)) {
      throw ServiceError.notFound('secret');
    }
    return reference;
  }
}

/** A Secret put together of a reference and values. */
function present(
  { metadata, spec }: Reference,
  data: Record<string, string> | undefined,
): object {
  const { name, namespace, uid, creationTimestamp } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      uid,
      creationTimestamp,
      labels: metadata.labels,
      annotations: metadata.annotations,
    },
    type: spec.template.type,
    data,
  };
}

function planeKey({ kind, name }: TargetPlane): string {
  return `${kind}/${name}`;
}

function entriesOf(labels: Record<string, string> | undefined): string[] {
  return Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort();
}

function same(left: string[], right: string[]): boolean {
  return (
    left.length === right.length &&
    left.every((item, index) => item === right[index])
  );
}
