import {
  GroupVersionResource,
  KubernetesObject,
  StatusError,
} from '../storage';
import { ResourceStore } from '../storage/ResourceStore';
import { mergePatchBetween } from './mergePatchBetween';
import { fieldManager } from './types';

/** Writes what changed in a status, and nothing when nothing did. @internal */
export class StatusWriter {
  readonly #store: ResourceStore;
  readonly #type: GroupVersionResource;

  private constructor(store: ResourceStore, type: GroupVersionResource) {
    this.#store = store;
    this.#type = type;
  }

  static create(
    store: ResourceStore,
    type: GroupVersionResource,
  ): StatusWriter {
    return new StatusWriter(store, type);
  }

  /** An object that is gone meanwhile is left alone. */
  patch(
    object: KubernetesObject,
    before: unknown,
    after: Record<string, unknown>,
  ): void {
    const status = mergePatchBetween(before ?? {}, after);
    if (status === undefined) {
      return;
    }
    const { namespace, name = '' } = object.metadata;
    try {
      this.#store.mergePatch(
        this.#type,
        { namespace, name },
        { status },
        { subresource: 'status', fieldManager },
      );
    } catch (error) {
      if (!(error instanceof StatusError && error.reason === 'NotFound')) {
        throw error;
      }
    }
  }
}
