import { ClusterApi, kinds } from '../cluster';
import { ServiceError } from '../ServiceError';
import { Metadata, Page, PageRequest, Reference } from '../types';
import { durationsAsGo } from './durationsAsGo';

/** The API of bare references: it knows nothing of what stands in planes. */
export class ReferenceService {
  readonly #controlPlane: ClusterApi;

  private constructor(controlPlane: ClusterApi) {
    this.#controlPlane = controlPlane;
  }

  static create(controlPlane: ClusterApi): ReferenceService {
    return new ReferenceService(controlPlane);
  }

  async list(
    namespace: string,
    { limit, cursor }: PageRequest,
  ): Promise<Page<object>> {
    const { items, metadata } = await this.#controlPlane.list<Reference>(
      kinds.reference,
      namespace,
      { limit, continue: cursor },
    );
    return { items: items.map(present), next: metadata.continue };
  }

  async get(namespace: string, name: string): Promise<object> {
    return present(await this.#require(namespace, name));
  }

  async create(namespace: string, reference: Reference): Promise<object> {
    const { name, labels, annotations } = reference.metadata;
    return present(
      await this.#controlPlane.create(kinds.reference, {
        apiVersion: 'openchoreo.dev/v1alpha1',
        kind: 'SecretReference',
        metadata: { name, namespace, labels, annotations },
        spec: reference.spec,
      }),
    );
  }

  /** The reference alone: Secret and PushSecret stay. */
  async delete(namespace: string, name: string): Promise<void> {
    await this.#require(namespace, name);
    await this.#controlPlane.delete(kinds.reference, name, namespace);
  }

  async #require(namespace: string, name: string): Promise<Reference> {
    const reference = await this.#controlPlane.find<Reference>(
      kinds.reference,
      name,
      namespace,
    );
    if (!reference) {
      throw ServiceError.notFound('SecretReference');
    }
    return reference;
  }
}

/** An object as its API shows it: of the metadata a part, the status always. */
export function presentObject(
  {
    apiVersion,
    kind,
    metadata,
  }: { apiVersion: string; kind: string; metadata: Metadata },
  spec: object,
): object {
  return {
    apiVersion,
    kind,
    metadata: presentMetadata(metadata),
    spec,
    status: {},
  };
}

export function presentMetadata(metadata: Metadata): Metadata {
  const { name, namespace, uid, creationTimestamp } = metadata;
  const { labels, annotations } = metadata;
  return { name, namespace, uid, creationTimestamp, labels, annotations };
}

function present(reference: Reference): object {
  return presentObject(
    {
      ...reference,
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'SecretReference',
    },
    durationsAsGo(reference.spec),
  );
}
