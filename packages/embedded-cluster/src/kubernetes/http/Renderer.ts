import { Clock } from '../../clock';
import { StoredEvent, StoredObject } from '../../storage/StoredObject';
import { apiVersionOf, ResourceType } from '../resources/ResourceType';
import { Page } from '../store/ObjectReader';
import { itemText, objectOf, textOf } from '../store/serialize';
import { Representation } from './representation';

interface ListMeta {
  resourceVersion: string;
  continue?: string;
  remainingItemCount?: number;
}

/** By this clients know that they have seen what was there. */
const initialEndMark = { 'k8s.io/initial-events-end': 'true' };

/** Writes objects in the form that a client asked for. @internal */
export class Renderer {
  readonly #type: ResourceType;
  readonly #form: Representation;
  readonly #includeObject: string;
  readonly #clock: Clock;

  constructor(
    type: ResourceType,
    form: Representation,
    includeObject: string | null,
    clock: Clock,
  ) {
    this.#type = type;
    this.#form = form;
    this.#includeObject = includeObject ?? 'Metadata';
    this.#clock = clock;
  }

  /** How the answer is to be written down. */
  get notation(): 'json' | 'yaml' {
    return this.#form.notation;
  }

  /** Tells apart what is rendered differently. */
  get form(): string {
    const { as, version } = this.#form;
    return `${this.#type.version}/${as}/${version}/${this.#includeObject}`;
  }

  object(stored: StoredObject): string {
    switch (this.#form.as) {
      case 'table':
        return this.#table([stored], {
          resourceVersion: String(stored.revision),
        });
      case 'metadata':
        return JSON.stringify(this.#partial(stored));
      default:
        return textOf(stored, this.#type);
    }
  }

  list(page: Page): string {
    const metadata: ListMeta = {
      resourceVersion: String(page.revision),
      continue: page.continueToken,
      remainingItemCount: page.remaining,
    };
    switch (this.#form.as) {
      case 'table':
        return this.#table(page.items, metadata);
      case 'metadata':
        return JSON.stringify({
          kind: 'PartialObjectMetadataList',
          apiVersion: this.#metaVersion(),
          metadata,
          items: page.items.map(item => this.#partial(item)),
        });
      default:
        return this.#objectList(page.items, metadata);
    }
  }

  event(event: StoredEvent): string {
    return `{"type":"${event.type}","object":${this.object(event.object)}}\n`;
  }

  /** @param initialEnd - whether it ends what was there when the watch began */
  bookmark(revision: number, initialEnd: boolean = false): string {
    const metadata = {
      resourceVersion: String(revision),
      ...(initialEnd ? { annotations: initialEndMark } : {}),
    };
    const { group, version, kind } = this.#type;
    const object = {
      object: { kind, apiVersion: apiVersionOf(group, version), metadata },
      metadata: {
        kind: 'PartialObjectMetadata',
        apiVersion: this.#metaVersion(),
        metadata,
      },
      table: JSON.parse(this.#table([], { resourceVersion: String(revision) })),
    }[this.#form.as];
    return `${JSON.stringify({ type: 'BOOKMARK', object })}\n`;
  }

  #objectList(items: StoredObject[], metadata: ListMeta): string {
    const { group, version, listKind, custom } = this.#type;
    const head = JSON.stringify({
      kind: listKind,
      apiVersion: apiVersionOf(group, version),
      // Lists of custom resources tell an empty token too.
      metadata: custom
        ? { ...metadata, continue: metadata.continue ?? '' }
        : metadata,
    });
    const texts = items.map(item => itemText(item, this.#type));
    return `${head.slice(0, -1)},"items":[${texts.join(',')}]}`;
  }

  #partial(stored: StoredObject) {
    return {
      kind: 'PartialObjectMetadata',
      apiVersion: this.#metaVersion(),
      metadata: stored.parse().metadata,
    };
  }

  #table(items: StoredObject[], metadata: ListMeta): string {
    const now = this.#clock.now();
    const { columns } = this.#type;
    return JSON.stringify({
      kind: 'Table',
      apiVersion: this.#metaVersion(),
      metadata,
      columnDefinitions: columns.map(
        ({ name, type, format, description, priority }) => ({
          name,
          type,
          format,
          description,
          priority,
        }),
      ),
      rows: items.map(item => {
        const object = objectOf(item, this.#type);
        return {
          cells: columns.map(column => column.value(object, now) ?? null),
          ...this.#rowObject(item, object),
        };
      }),
    });
  }

  #rowObject(stored: StoredObject, object: object): object {
    switch (this.#includeObject) {
      case 'None':
        return {};
      case 'Object':
        return { object };
      default:
        return { object: this.#partial(stored) };
    }
  }

  #metaVersion(): string {
    return `meta.k8s.io/${this.#form.version}`;
  }
}
