import {
  CallOptions,
  isStoreError,
  KubernetesClient,
  PartialObjectMetadata,
  RESOURCES,
} from '@strongroom/backstage-plugin-secrets-node';
import { SecretReferenceManifest } from './buildReference';
import { applyMergePatch, MergePatch } from './mergePatch';
import { ReferenceClient, SecretReference } from './types';

/** Writers that may get ahead of an update before it gives up. */
const ATTEMPTS = 5;

/** Reads and writes references through the client of the control plane's cluster. */
export class DefaultReferenceClient implements ReferenceClient {
  readonly #kubernetes: KubernetesClient;

  private constructor(kubernetes: KubernetesClient) {
    this.#kubernetes = kubernetes;
  }

  static create(kubernetes: KubernetesClient): DefaultReferenceClient {
    return new DefaultReferenceClient(kubernetes);
  }

  async get(
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<SecretReference | undefined> {
    return this.#kubernetes.get<SecretReference>(
      RESOURCES.secretReference,
      { namespace, name },
      options,
    );
  }

  async getMetadata(
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<PartialObjectMetadata | undefined> {
    return this.#kubernetes.getMetadata(
      RESOURCES.secretReference,
      { namespace, name },
      options,
    );
  }

  async requireRight(
    verb: 'create' | 'patch' | 'delete',
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<void> {
    await this.#kubernetes.requireRight?.(
      verb,
      RESOURCES.secretReference,
      { namespace, name },
      options,
    );
  }

  async create(
    reference: SecretReferenceManifest,
    options?: CallOptions,
  ): Promise<PartialObjectMetadata> {
    return this.#kubernetes.create(
      RESOURCES.secretReference,
      reference,
      options,
    );
  }

  async update(
    namespace: string,
    name: string,
    merge: (present: SecretReference) => MergePatch | undefined,
    options?: CallOptions,
  ): Promise<SecretReference | undefined> {
    for (let left = ATTEMPTS; ; left -= 1) {
      const present = await this.get(namespace, name, options);
      const patch = present && merge(present);
      if (!present || !patch) {
        return present;
      }
      const { resourceVersion } = present.metadata;
      try {
        const { metadata } = await this.#kubernetes.mergePatch(
          RESOURCES.secretReference,
          { namespace, name },
          applyMergePatch(patch, { metadata: { resourceVersion } }),
          options,
        );
        return { ...applyMergePatch(present, patch), metadata };
      } catch (error) {
        if (left <= 1 || !isStoreError(error, 'Conflict')) {
          throw error;
        }
      }
    }
  }

  async delete(
    namespace: string,
    name: string,
    options?: CallOptions & { uid?: string; resourceVersion?: string },
  ): Promise<void> {
    await this.#kubernetes.delete(
      RESOURCES.secretReference,
      { namespace, name },
      options,
    );
  }
}
