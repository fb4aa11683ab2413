import { RevisionStorage } from '../../storage/RevisionStorage';
import { StoredEvent, StoredObject } from '../../storage/StoredObject';
import {
  badRequest,
  continueExpired,
  listExpired,
  notFound,
  tooLargeVersion,
  tooOld,
} from '../errors';
import { ResourceType, tableName } from '../resources/ResourceType';
import { decodeToken, encodeToken } from './continueToken';
import { asSelected, compileSelection, Selection } from './selection';

/** @internal */
export interface PageRequest extends Selection {
  limit?: number;
  continueToken?: string;
  resourceVersion?: string;
  resourceVersionMatch?: string;
}

/** @internal */
export interface Page {
  items: StoredObject[];
  revision: number;
  continueToken?: string;
  remaining?: number;
}

/** Key of an object in its table; sorts as the real server sorts. @internal */
export function objectKey(namespace: string | undefined, name: string): string {
  return namespace ? `${namespace}/${name}` : name;
}

/** Reads, lists and watches objects as they are kept. @internal */
export class ObjectReader {
  readonly #storage: RevisionStorage;

  constructor(storage: RevisionStorage) {
    this.#storage = storage;
  }

  find(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): StoredObject | undefined {
    return this.#storage.table(tableName(type)).get(objectKey(namespace, name));
  }

  /** @throws StatusError NotFound */
  get(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): StoredObject {
    const object = this.find(type, namespace, name);
    if (!object) {
      throw notFound(type, name);
    }
    return object;
  }

  /** @throws StatusError Expired, BadRequest */
  list(type: ResourceType, request: PageRequest): Page {
    const table = this.#storage.table(tableName(type));
    const prefix = request.namespace ? `${request.namespace}/` : '';
    const selects = compileSelection(type, request);
    const from = request.continueToken
      ? decodeToken(request.continueToken)
      : undefined;
    if (from && !from.after.startsWith(prefix)) {
      throw badRequest('invalid continue token: continue key is not valid');
    }
    let revision = this.#storage.revision;
    let past: number | undefined;
    if (from && from.revision >= 0) {
      past = from.revision;
      if (past < table.compactedRevision || past > revision) {
        throw continueExpired(encodeToken({ ...from, revision: -1 }));
      }
    } else if (!from) {
      past = this.#requestedRevision(request, table.compactedRevision);
    }
    revision = past ?? revision;
    const limit = request.limit || Infinity;
    const items: StoredObject[] = [];
    for (const object of table.scan({
      prefix,
      after: from?.after,
      revision: past,
    })) {
      if (selects && !selects(object)) {
        continue;
      }
      if (items.length === limit) {
        const after = items[items.length - 1].key;
        return {
          items,
          revision,
          continueToken: encodeToken({ v: 1, revision, after }),
          remaining: selects ? undefined : table.countAfter(prefix, after),
        };
      }
      items.push(object);
    }
    return { items, revision };
  }

  /**
   * Tells of changes, each as its listener sees it: an object that no longer fits
   * the selector is gone for it.
   *
   * @param revision - behind which changes count; `undefined`: what is there comes first
   * @returns ends the watch
   * @throws StatusError Expired
   */
  watch(
    type: ResourceType,
    selection: Selection,
    revision: number | undefined,
    listener: (event: StoredEvent) => void,
  ): () => void {
    const table = this.#storage.table(tableName(type));
    const prefix = selection.namespace ? `${selection.namespace}/` : '';
    const selects = compileSelection(type, selection);
    const tell = (event: StoredEvent) => {
      if (event.object.key.startsWith(prefix)) {
        const seen = selects ? asSelected(event, selects) : event;
        if (seen) {
          listener(seen);
        }
      }
    };
    if (revision === undefined) {
      for (const object of table.scan({ prefix })) {
        tell({
          type: 'ADDED',
          revision: object.revision,
          object,
          previous: undefined,
        });
      }
    } else {
      if (revision < table.compactedRevision) {
        throw tooOld(revision, table.compactedRevision);
      }
      this.awaitRevision(revision);
      table.since(revision).forEach(tell);
    }
    return table.listen(tell);
  }

  /** The version of the latest change of any object of a type that is remembered. */
  latestRevision(type: ResourceType): number {
    return this.#storage.table(tableName(type)).latestRevision;
  }

  /** @throws StatusError Timeout for a version that is yet to come */
  awaitRevision(revision: number): void {
    if (revision > this.#storage.revision) {
      throw tooLargeVersion(revision, this.#storage.revision);
    }
  }

  #requestedRevision(
    request: PageRequest,
    compacted: number,
  ): number | undefined {
    const requested = parseRevision(request.resourceVersion) ?? 0;
    this.awaitRevision(requested);
    if (request.resourceVersionMatch !== 'Exact') {
      return undefined;
    }
    if (requested < compacted) {
      throw listExpired();
    }
    return requested;
  }
}

/** @throws StatusError BadRequest @internal */
export function parseRevision(text: string | undefined): number | undefined {
  if (!text) {
    return undefined;
  }
  if (!/^\d{1,15}$/.test(text)) {
    throw badRequest(
      `resourceVersion: Invalid value: ${JSON.stringify(
        text,
      )}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return Number(text);
}
