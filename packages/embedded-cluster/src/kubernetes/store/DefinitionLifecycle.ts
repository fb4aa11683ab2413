import { RevisionStorage } from '../../storage/RevisionStorage';
import { KubernetesObject } from '../../storage/types';
import {
  cleanupFinalizer,
  establishDefinition,
  setDefinitionCondition,
} from '../resources/customResourceDefinition';
import { customTypes } from '../resources/customTypes';
import { ResourceRegistry } from '../resources/ResourceRegistry';
import { ResourceType, tableName } from '../resources/ResourceType';
import { CustomResourceDefinition } from '../types';
import { BackgroundTasks } from './BackgroundTasks';
import { ObjectDeleter } from './ObjectDeleter';
import { ObjectKeeper } from './ObjectKeeper';
import { ObjectReader } from './ObjectReader';
import { ObjectWriter } from './ObjectWriter';

/** @internal */
export interface DefinitionLifecycleOptions {
  storage: RevisionStorage;
  registry: ResourceRegistry;
  reader: ObjectReader;
  writer: ObjectWriter;
  deleter: ObjectDeleter;
  keeper: ObjectKeeper;
  tasks: BackgroundTasks;
  definitionType: ResourceType;
}

/** Serves what definitions describe, and takes the objects of one that is deleted along before it goes. @internal */
export class DefinitionLifecycle {
  readonly #options: DefinitionLifecycleOptions;

  constructor(options: DefinitionLifecycleOptions) {
    this.#options = options;
  }

  /** Serves what a previous process had, and goes on with what it left half deleted. */
  resume(): void {
    const { reader, definitionType } = this.#options;
    for (const stored of reader.list(definitionType, {}).items) {
      this.follow(stored.parse(), 'put');
    }
  }

  /** To be called after a definition changed. */
  follow(definition: KubernetesObject, change: 'put' | 'removed'): void {
    const { registry } = this.#options;
    const { group, names } = definition.spec;
    registry.remove(group, names.plural);
    if (change === 'put') {
      registry.add(
        customTypes(definition as unknown as CustomResourceDefinition),
      );
      if (!definition.status.conditions) {
        this.#establish(definition);
      }
      this.followObjects(group, names.plural);
    }
  }

  #establish({ metadata }: KubernetesObject): void {
    const { writer, keeper, definitionType } = this.#options;
    const establish = (present: KubernetesObject) => {
      establishDefinition(present, keeper.timestamp());
      return present;
    };
    writer.update(definitionType, undefined, metadata.name!, establish, {
      fieldManager: 'kube-apiserver',
      subresource: 'status',
    });
  }

  /** To be called after an object of a definition went. */
  followObjects(group: string, resource: string): void {
    const name = `${resource}.${group}`;
    if (this.#terminating(name)) {
      this.#options.tasks.schedule(`definition/${name}`, () =>
        this.#empty(name),
      );
    }
  }

  #terminating(name: string): KubernetesObject | undefined {
    const { reader, definitionType } = this.#options;
    const found = reader.find(definitionType, undefined, name)?.parse();
    const { deletionTimestamp, finalizers } = found?.metadata ?? {};
    return deletionTimestamp && finalizers?.includes(cleanupFinalizer)
      ? found
      : undefined;
  }

  #empty(name: string): void {
    const { storage, registry, writer, deleter, keeper, definitionType } =
      this.#options;
    const definition = this.#terminating(name);
    if (!definition) {
      return;
    }
    const { group, names } = definition.spec;
    const type = registry
      .stored()
      .find(
        served => served.group === group && served.resource === names.plural,
      );
    const objects = type
      ? [...storage.table(tableName(type)).scan({ prefix: '' })]
      : [];
    let left = 0;
    for (const { key } of objects) {
      const [first, second] = key.split('/');
      const namespace = second === undefined ? undefined : first;
      const { gone } = deleter.delete(type!, namespace, second ?? first, {});
      left += gone ? 0 : 1;
    }
    const request = { fieldManager: 'kube-apiserver' };
    if (left === 0) {
      definition.metadata.finalizers = definition.metadata.finalizers!.filter(
        finalizer => finalizer !== cleanupFinalizer,
      );
      writer.update(definitionType, undefined, name, () => definition, request);
      return;
    }
    setDefinitionCondition(definition, {
      type: 'Terminating',
      status: 'True',
      reason: 'InstanceDeletionInProgress',
      message: 'CustomResource deletion is in progress',
      lastTransitionTime: keeper.timestamp(),
    });
    writer.update(definitionType, undefined, name, () => definition, {
      ...request,
      subresource: 'status',
    });
  }
}
