import { Clock } from '../../clock';
import { RevisionStorage } from '../../storage/RevisionStorage';
import { cloneJson } from '../../storage/jsonValue';
import { KubernetesObject } from '../../storage/types';
import { builtInTypes } from '../resources/builtInTypes';
import { ResourceRegistry } from '../resources/ResourceRegistry';
import { ResourceType } from '../resources/ResourceType';
import { CustomResourceDefinition } from '../types';
import { BackgroundTasks } from './BackgroundTasks';
import { DefinitionLifecycle } from './DefinitionLifecycle';
import { EventExpiry } from './EventExpiry';
import { NamespaceContents } from './NamespaceContents';
import { NamespaceLifecycle } from './NamespaceLifecycle';
import { ObjectDeleter } from './ObjectDeleter';
import { ObjectKeeper } from './ObjectKeeper';
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
  /** PEM of the authority that signs the server's certificate. */
  authority: string;
}

/** The objects of one cluster with everything that follows their changes. @internal */
export class ClusterObjects {
  readonly registry: ResourceRegistry;
  readonly storage: RevisionStorage;
  readonly reader: ObjectReader;
  readonly writer: ObjectWriter;
  readonly deleter: ObjectDeleter;
  readonly #definitionType = builtIn('CustomResourceDefinition');
  readonly #namespaceType = builtIn('Namespace');
  readonly #tasks = new BackgroundTasks();
  readonly #definitions: DefinitionLifecycle;
  readonly #namespaces: NamespaceLifecycle;
  readonly #contents: NamespaceContents;
  readonly #owners: OwnerCollector;
  readonly #events: EventExpiry;

  private constructor({ storage, clock, authority }: ClusterObjectsOptions) {
    this.storage = storage;
    this.registry = ResourceRegistry.create(builtInTypes);
    this.reader = new ObjectReader(storage);
    const keeper = new ObjectKeeper({
      storage,
      clock,
      onChange: (type, object, change) => this.#follow(type, object, change),
    });
    this.writer = new ObjectWriter({
      reader: this.reader,
      keeper,
      namespaceType: this.#namespaceType,
    });
    this.deleter = new ObjectDeleter(this.reader, keeper);
    const shared = {
      storage,
      registry: this.registry,
      reader: this.reader,
      writer: this.writer,
      deleter: this.deleter,
      keeper,
      tasks: this.#tasks,
      namespaceType: this.#namespaceType,
    };
    this.#definitions = new DefinitionLifecycle({
      ...shared,
      definitionType: this.#definitionType,
    });
    this.#namespaces = new NamespaceLifecycle(shared);
    this.#contents = new NamespaceContents({
      ...shared,
      serviceAccountType: builtIn('ServiceAccount'),
      configMapType: builtIn('ConfigMap'),
      authority,
    });
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
    this.#definitions.resume();
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
    this.#contents.resume();
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

  #follow(
    type: ResourceType,
    object: KubernetesObject,
    change: 'put' | 'removed',
  ): void {
    const { namespace, name } = object.metadata;
    if (type === this.#definitionType) {
      this.#definitions.follow(object, change);
    }
    if (change === 'put') {
      this.#owners.learn(type, object);
      this.#end(type, object);
    } else {
      this.#owners.forget(type, object);
      this.#definitions.followObjects(type.group, type.resource);
    }
    this.#contents.follow(type, object, change);
    if (type === this.#namespaceType && change === 'put') {
      this.#namespaces.follow(name!);
    }
    if (namespace && change === 'removed') {
      this.#namespaces.follow(namespace);
    }
  }

  /** Plays the node on which a Pod takes its time to end: here nothing runs, so it takes none. */
  #end(type: ResourceType, object: KubernetesObject): void {
    const { namespace, name, deletionGracePeriodSeconds } = object.metadata;
    if (deletionGracePeriodSeconds) {
      this.#tasks.schedule(`end/${namespace}/${name}`, () => {
        this.deleter.delete(type, namespace, name!, { gracePeriodSeconds: 0 });
      });
    }
  }
}
