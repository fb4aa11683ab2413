import { KubernetesObject, StatusError } from '../storage';
import { ResourceStore } from '../storage/ResourceStore';
import { ownerHash } from './syncedResourceVersion';
import { ownerLabel } from './targetSecret';
import { resources } from './types';

/**
 * Removes the Secrets of an ExternalSecret that is gone, which in a real cluster
 * the garbage collector of the controller manager does.
 *
 * @internal
 */
export class OwnedSecretCollector {
  readonly #store: ResourceStore;

  private constructor(store: ResourceStore) {
    this.#store = store;
  }

  static create(store: ResourceStore): OwnedSecretCollector {
    return new OwnedSecretCollector(store);
  }

  collect({ metadata }: KubernetesObject): void {
    const { namespace = '', name = '', uid } = metadata;
    const { items } = this.#store.list(resources.secrets, {
      namespace,
      labelSelector: `${ownerLabel}=${ownerHash(namespace, name)}`,
    });
    for (const secret of items) {
      const owners = secret.metadata.ownerReferences ?? [];
      if (owners.length === 1 && owners[0].uid === uid) {
        this.#delete(namespace, secret.metadata.name ?? '');
      }
    }
  }

  #delete(namespace: string, name: string): void {
    try {
      this.#store.delete(resources.secrets, { namespace, name });
    } catch (error) {
      if (!(error instanceof StatusError && error.reason === 'NotFound')) {
        throw error;
      }
    }
  }
}
