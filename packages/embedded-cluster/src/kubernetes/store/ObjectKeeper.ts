import { Clock } from '../../clock';
import { RevisionStorage } from '../../storage/RevisionStorage';
import { StoredObject } from '../../storage/StoredObject';
import { KubernetesObject } from '../../storage/types';
import { ResourceType, tableName } from '../resources/ResourceType';
import { objectKey } from './ObjectReader';
import { serialize } from './serialize';

/** @internal */
export interface ObjectKeeperOptions {
  storage: RevisionStorage;
  clock: Clock;
  /** Called after every kept change, so that lifecycles can follow. */
  onChange(
    type: ResourceType,
    object: KubernetesObject,
    change: 'put' | 'removed',
  ): void;
}

/** Puts objects that were found right into the storage, or only shows what would be put. @internal */
export class ObjectKeeper {
  readonly #options: ObjectKeeperOptions;

  constructor(options: ObjectKeeperOptions) {
    this.#options = options;
  }

  put(
    type: ResourceType,
    object: KubernetesObject,
    dryRun: boolean = false,
  ): StoredObject {
    return this.#keep(type, object, 'put', dryRun);
  }

  remove(
    type: ResourceType,
    object: KubernetesObject,
    dryRun: boolean = false,
  ): StoredObject {
    return this.#keep(type, object, 'remove', dryRun);
  }

  /** Now, as metadata tells times: whole seconds. */
  timestamp(): string {
    return `${this.#options.clock.now().toISOString().slice(0, 19)}Z`;
  }

  #keep(
    type: ResourceType,
    object: KubernetesObject,
    effect: 'put' | 'remove',
    dryRun: boolean,
  ): StoredObject {
    if (dryRun) {
      return wouldBe(type, object);
    }
    const stored = this.#options.storage[effect](
      tableName(type),
      keyOf(object),
      revision => serialize(object, type, revision),
    );
    const change = effect === 'put' ? 'put' : 'removed';
    this.#options.onChange(type, object, change);
    return stored;
  }
}

function keyOf({ metadata }: KubernetesObject): string {
  return objectKey(metadata.namespace, metadata.name!);
}

function wouldBe(type: ResourceType, object: KubernetesObject): StoredObject {
  const revision = Number(object.metadata.resourceVersion ?? 0);
  const json = serialize(object, type, revision);
  // An object that would be created has no version yet.
  const text = revision ? json : json.replace(',"resourceVersion":"0"', '');
  return new StoredObject(keyOf(object), text, revision);
}
