import { RevisionStorage } from '../../storage/RevisionStorage';
import { KubernetesObject } from '../../storage/types';
import { isNamespaceHeld } from '../resources/namespace';
import { ResourceRegistry } from '../resources/ResourceRegistry';
import { ResourceType, tableName } from '../resources/ResourceType';
import { BackgroundTasks } from './BackgroundTasks';
import { ObjectDeleter } from './ObjectDeleter';
import { ObjectKeeper } from './ObjectKeeper';
import { ObjectReader } from './ObjectReader';

/** @internal */
export interface NamespaceLifecycleOptions {
  storage: RevisionStorage;
  registry: ResourceRegistry;
  reader: ObjectReader;
  deleter: ObjectDeleter;
  keeper: ObjectKeeper;
  tasks: BackgroundTasks;
  namespaceType: ResourceType;
}

/** Empties a namespace that is being deleted, and then lets it go. @internal */
export class NamespaceLifecycle {
  readonly #options: NamespaceLifecycleOptions;

  constructor(options: NamespaceLifecycleOptions) {
    this.#options = options;
  }

  /** Goes on with the namespaces that a previous process left half deleted. */
  resume(): void {
    const { reader, namespaceType } = this.#options;
    for (const { key } of reader.list(namespaceType, {}).items) {
      this.follow(key);
    }
  }

  /** To be called after a change that may let a namespace go. */
  follow(namespace: string): void {
    if (this.#terminating(namespace)) {
      this.#options.tasks.schedule(`namespace/${namespace}`, () =>
        this.#empty(namespace),
      );
    }
  }

  /** The namespace while it is being deleted and was not yet found empty. */
  #terminating(namespace: string): KubernetesObject | undefined {
    const { reader, namespaceType } = this.#options;
    const found = reader.find(namespaceType, undefined, namespace)?.parse();
    return found?.metadata.deletionTimestamp && isNamespaceHeld(found)
      ? found
      : undefined;
  }

  #empty(namespace: string): void {
    const found = this.#terminating(namespace);
    if (!found) {
      return;
    }
    const { storage, registry, deleter, keeper, namespaceType } = this.#options;
    let left = 0;
    for (const type of registry.stored()) {
      if (!type.namespaced) {
        continue;
      }
      const prefix = `${namespace}/`;
      const objects = [...storage.table(tableName(type)).scan({ prefix })];
      for (const { key } of objects) {
        const name = key.slice(prefix.length);
        const { gone } = deleter.delete(type, namespace, name, {});
        left += gone ? 0 : 1;
      }
    }
    if (left > 0) {
      return;
    }
    found.spec = {};
    if (found.metadata.finalizers?.length) {
      keeper.put(namespaceType, found);
    } else {
      keeper.remove(namespaceType, found);
    }
  }
}
