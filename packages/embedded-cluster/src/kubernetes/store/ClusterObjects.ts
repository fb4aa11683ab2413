import { Clock } from '../../clock';
import { RevisionStorage } from '../../storage/RevisionStorage';
import { cloneJson } from '../../storage/jsonValue';
import { KubernetesObject } from '../../storage/types';
import { builtInTypes } from '../resources/builtInTypes';
import { customTypes } from '../resources/customTypes';
import { ResourceRegistry } from '../resources/ResourceRegistry';
import { ResourceType, tableName } from '../resources/ResourceType';
import { CustomResourceDefinition } from '../types';
import { BackgroundTasks } from './BackgroundTasks';
import { EventExpiry } from './EventExpiry';
import { NamespaceLifecycle } from './NamespaceLifecycle';
import { ObjectReader } from './ObjectReader';
import { ObjectWriter } from './ObjectWriter';
import { OwnerCollector } from './OwnerCollector';

const initialNamespaces = ['default', 'kube-system'];

function builtIn(kind: string): ResourceType {
  return builtInTypes.find(type => type.kind === kind)!;
}

/** @internal */
export interface ClusterObjectsOptions {
  storage: RevisionStorage;
  clock: Clock;
  definitions: CustomResourceDefinition[];
}

/** The objects of one cluster with everything that follows their changes. @internal */
export class ClusterObjects {
  readonly registry: ResourceRegistry;
  readonly storage: RevisionStorage;
  readonly reader: ObjectReader;
  readonly writer: ObjectWriter;
  readonly #definitionType = builtIn('CustomResourceDefinition');
  readonly #namespaceType = builtIn('Namespace');
  readonly #tasks = new BackgroundTasks();
  readonly #namespaces: NamespaceLifecycle;
  readonly #owners: OwnerCollector;
  readonly #events: EventExpiry;

  private constructor({ storage, clock }: ClusterObjectsOptions) {
    this.storage = storage;
    this.registry = ResourceRegistry.create(builtInTypes);
    this.reader = new ObjectReader(storage);
    this.writer = new ObjectWriter({
      storage,
      clock,
      reader: this.reader,
      namespaceType: this.#namespaceType,
      onChange: (type, object, change) => this.#follow(type, object, change),
    });
    const shared = {
      storage,
      registry: this.registry,
      reader: this.reader,
      writer: this.writer,
      tasks: this.#tasks,
      namespaceType: this.#namespaceType,
    };
    this.#namespaces = new NamespaceLifecycle(shared);
    this.#owners = new OwnerCollector(shared);
    this.#events = new EventExpiry({
      ...shared,
      clock,
      eventType: builtIn('Event'),
    });
  }

  /** Takes over what the state has, then makes sure that the definitions are served. */
  static create(options: ClusterObjectsOptions): ClusterObjects {
    const objects = new ClusterObjects(options);
    objects.#resume(options.definitions);
    return objects;
  }

  stop(): void {
    this.#events.stop();
    this.#tasks.stop();
  }

  #resume(definitions: CustomResourceDefinition[]): void {
    for (const stored of this.reader.list(this.#definitionType, {}).items) {
      this.#serve(stored.parse());
    }
    for (const definition of definitions) {
      this.#install(definition);
    }
    for (const name of initialNamespaces) {
      if (!this.reader.find(this.#namespaceType, undefined, name)) {
        this.writer.create(
          this.#namespaceType,
          undefined,
          { metadata: { name } },
          { fieldManager: 'kube-apiserver' },
        );
      }
    }
    this.#namespaces.resume();
    this.#owners.resume();
    this.#events.start();
  }

  #install(definition: CustomResourceDefinition): void {
    const type = this.#definitionType;
    const request = { fieldManager: 'embedded-cluster' };
    const copy: KubernetesObject = cloneJson({ ...definition });
    const { name } = definition.metadata;
    if (this.reader.find(type, undefined, name)) {
      this.writer.update(
        type,
        undefined,
        name,
        present => ({ ...present, spec: copy.spec }),
        request,
      );
    } else {
      this.writer.create(type, undefined, copy, request);
    }
  }

  #serve(definition: KubernetesObject): void {
    const { group, names } = definition.spec;
    this.registry.remove(group, names.plural);
    this.registry.add(
      customTypes(definition as unknown as CustomResourceDefinition),
    );
  }

  #follow(
    type: ResourceType,
    object: KubernetesObject,
    change: 'put' | 'removed',
  ): void {
    const { namespace, name, uid } = object.metadata;
    if (type === this.#definitionType) {
      this.#followDefinition(object, change);
    }
    if (change === 'put') {
      this.#owners.learn(type, object);
    } else {
      this.#owners.collect(uid!);
    }
    if (type === this.#namespaceType && change === 'put') {
      this.#namespaces.follow(name!);
    }
    if (namespace && change === 'removed') {
      this.#namespaces.follow(namespace);
    }
  }

  #followDefinition(
    definition: KubernetesObject,
    change: 'put' | 'removed',
  ): void {
    const { group, names } = definition.spec;
    if (change === 'put') {
      this.#serve(definition);
      return;
    }
    const type = this.registry
      .stored()
      .find(known => known.group === group && known.resource === names.plural);
    if (!type) {
      return;
    }
    const table = this.storage.table(tableName(type));
    for (const { key } of [...table.scan({ prefix: '' })]) {
      const [first, second] = key.split('/');
      this.writer.purge(
        type,
        second === undefined ? undefined : first,
        second ?? first,
      );
    }
    this.registry.remove(group, names.plural);
  }
}
