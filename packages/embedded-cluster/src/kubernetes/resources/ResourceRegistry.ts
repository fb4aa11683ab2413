import { GroupVersionResource } from '../../storage/types';
import { ResourceType } from './ResourceType';

/** Every resource type that a cluster serves. @internal */
export class ResourceRegistry {
  readonly #types = new Map<string, ResourceType>();

  private constructor() {}

  static create(types: ResourceType[]): ResourceRegistry {
    const registry = new ResourceRegistry();
    registry.add(types);
    return registry;
  }

  add(types: ResourceType[]): void {
    for (const type of types) {
      this.#types.set(key(type), type);
    }
  }

  /** Forgets every version of a resource. */
  remove(group: string, resource: string): void {
    for (const [typeKey, type] of this.#types) {
      if (type.group === group && type.resource === resource) {
        this.#types.delete(typeKey);
      }
    }
  }

  get(type: GroupVersionResource): ResourceType | undefined {
    return this.#types.get(key(type));
  }

  all(): ResourceType[] {
    return [...this.#types.values()];
  }

  /** The types that are kept, each resource once. */
  stored(): ResourceType[] {
    const byResource = new Map<string, ResourceType>();
    for (const type of this.all()) {
      const name = `${type.group}/${type.resource}`;
      if (!byResource.has(name) || type.version === type.storageVersion) {
        byResource.set(name, type);
      }
    }
    return [...byResource.values()];
  }
}

function key(type: GroupVersionResource): string {
  return `${type.group}/${type.version}/${type.resource}`;
}
