import { RevisionStorage } from '../../storage/RevisionStorage';
import { ResourceRegistry } from '../resources/ResourceRegistry';
import { ResourceType, tableName } from '../resources/ResourceType';
import { BackgroundTasks } from './BackgroundTasks';
import { ObjectReader } from './ObjectReader';
import { ObjectWriter } from './ObjectWriter';

/** @internal */
export interface NamespaceLifecycleOptions {
  storage: RevisionStorage;
  registry: ResourceRegistry;
  reader: ObjectReader;
  writer: ObjectWriter;
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
    if (this.#isTerminating(namespace)) {
      this.#options.tasks.schedule(`namespace/${namespace}`, () =>
        this.#empty(namespace),
      );
    }
  }

  #isTerminating(namespace: string): boolean {
    const { reader, namespaceType } = this.#options;
    const found = reader.find(namespaceType, undefined, namespace);
    return Boolean(found?.parse().metadata.deletionTimestamp);
  }

  #empty(namespace: string): void {
    if (!this.#isTerminating(namespace)) {
      return;
    }
    const { storage, registry, writer, namespaceType } = this.#options;
    let left = 0;
    for (const type of registry.stored()) {
      if (!type.namespaced) {
        continue;
      }
      const prefix = `${namespace}/`;
      const objects = [...storage.table(tableName(type)).scan({ prefix })];
      for (const { key } of objects) {
        const name = key.slice(prefix.length);
        const { gone } = writer.delete(type, namespace, name, {}, {});
        left += gone ? 0 : 1;
      }
    }
    if (left === 0) {
      writer.purge(namespaceType, undefined, namespace);
    }
  }
}
