import { Clock } from '../../clock';
import { RevisionStorage } from '../../storage/RevisionStorage';
import { StatusCause, StatusError } from '../../storage/StatusError';
import { StoredObject } from '../../storage/StoredObject';
import { KubernetesObject } from '../../storage/types';
import { equalJson } from '../../storage/jsonValue';
import { alreadyExists, badRequest, invalid } from '../errors';
import { trackFields } from '../patch/managedFields';
import {
  apiVersionOf,
  ResourceType,
  tableName,
} from '../resources/ResourceType';
import {
  validateMetadata,
  validateMetadataUpdate,
} from '../validation/metadata';
import { checkNamespace } from './checkNamespace';
import { generateName } from './generateName';
import { readIncoming } from './incomingObject';
import { objectKey, ObjectReader } from './ObjectReader';
import {
  copyField,
  keepSystemFields,
  setInitialFields,
  specChanged,
  withStatusOf,
  withoutTracking,
} from './objectChanges';
import {
  checkPreconditions,
  checkVersion,
  Preconditions,
} from './preconditions';
import { objectOf, serialize } from './serialize';

/** @internal */
export interface WriteRequest {
  fieldManager?: string;
  dryRun?: boolean;
  /** What happens to fields that the schema does not know; by default they are dropped with a warning. */
  fieldValidation?: string;
  subresource?: string;
}

/** @internal */
export interface WriteResult {
  object: StoredObject;
  warnings: string[];
}

/** @internal */
export interface ObjectWriterOptions {
  storage: RevisionStorage;
  reader: ObjectReader;
  clock: Clock;
  namespaceType: ResourceType;
  /** Called after every kept change, so that lifecycles can follow. */
  onChange(
    type: ResourceType,
    object: KubernetesObject,
    change: 'put' | 'removed',
  ): void;
}

/** Creates, changes and deletes objects by the rules of the Kubernetes API. @internal */
export class ObjectWriter {
  readonly #options: ObjectWriterOptions;

  constructor(options: ObjectWriterOptions) {
    this.#options = options;
  }

  /** @throws StatusError */
  create(
    type: ResourceType,
    namespace: string | undefined,
    value: unknown,
    request: WriteRequest,
  ): WriteResult {
    const object = readIncoming(value, type, namespace, undefined);
    const { metadata } = object;
    if (metadata.resourceVersion && metadata.resourceVersion !== '0') {
      throw new StatusError(
        500,
        '',
        'resourceVersion should not be set on objects to be created',
      );
    }
    if (!metadata.name && metadata.generateName) {
      metadata.name = generateName(metadata.generateName);
    }
    if (type.namespaced) {
      checkNamespace(
        this.#options.reader,
        this.#options.namespaceType,
        type,
        metadata.namespace!,
        metadata.name ?? '',
      );
    }
    setInitialFields(type, object, this.#timestamp());
    const warnings = this.#prepare(type, object, undefined, request);
    this.#validate(type, object, undefined);
    const present = this.#options.reader.find(
      type,
      metadata.namespace,
      metadata.name!,
    );
    if (present) {
      const isDying = Boolean(present.parse().metadata.deletionTimestamp);
      throw alreadyExists(type, metadata.name!, isDying);
    }
    this.#track(type, object, undefined, request);
    return { object: this.#put(type, object, request), warnings };
  }

  /**
   * Changes an object, whatever way the change is worked out.
   *
   * @param change - gets a copy of the present object and gives the new one
   * @throws StatusError
   */
  update(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    change: (present: KubernetesObject) => unknown,
    request: WriteRequest,
  ): WriteResult {
    const stored = this.#options.reader.get(type, namespace, name);
    const before = objectOf(stored, type);
    const object = readIncoming(
      change(objectOf(stored, type)),
      type,
      namespace,
      name,
    );
    checkVersion(type, object, before);
    keepSystemFields(object, before);
    const subject =
      request.subresource === 'status' ? withStatusOf(before, object) : object;
    if (type.hasStatus && request.subresource !== 'status') {
      copyField(before, subject, 'status');
    }
    const warnings = this.#prepare(type, subject, before, request);
    this.#validate(type, subject, before);
    if (type.tracksGeneration && specChanged(type, before, subject)) {
      subject.metadata.generation = (before.metadata.generation ?? 0) + 1;
    }
    if (equalJson(withoutTracking(subject), withoutTracking(before))) {
      return { object: stored, warnings };
    }
    this.#track(type, subject, before, request);
    const { deletionTimestamp, finalizers } = subject.metadata;
    if (deletionTimestamp && !finalizers?.length && !isNamespace(type)) {
      return { object: this.#remove(type, subject, request), warnings };
    }
    return { object: this.#put(type, subject, request), warnings };
  }

  /**
   * Deletes an object, or marks it when finalizers hold it.
   *
   * @returns the object as it is now, and whether it is gone
   * @throws StatusError
   */
  delete(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    preconditions: Preconditions,
    request: WriteRequest,
  ): { object: StoredObject; gone: boolean } {
    const stored = this.#options.reader.get(type, namespace, name);
    const object = stored.parse();
    checkPreconditions(type, object, preconditions);
    const { metadata } = object;
    const held = metadata.finalizers?.length || isNamespace(type);
    if (!held) {
      return { object: this.#remove(type, object, request), gone: true };
    }
    if (metadata.deletionTimestamp) {
      return { object: stored, gone: false };
    }
    metadata.deletionTimestamp = this.#timestamp();
    metadata.deletionGracePeriodSeconds = 0;
    if (metadata.generation) {
      metadata.generation += 1;
    }
    if (isNamespace(type)) {
      object.status = { ...object.status, phase: 'Terminating' };
    }
    return { object: this.#put(type, object, request), gone: false };
  }

  /** Takes an object away for good, finalizers or not. */
  purge(type: ResourceType, namespace: string | undefined, name: string): void {
    const stored = this.#options.reader.find(type, namespace, name);
    if (stored) {
      this.#remove(type, stored.parse(), {});
    }
  }

  #prepare(
    type: ResourceType,
    object: KubernetesObject,
    before: KubernetesObject | undefined,
    request: WriteRequest,
  ): string[] {
    const unknown = type
      .prepare(object, before)
      .map(path => `unknown field ${JSON.stringify(path)}`);
    if (unknown.length && request.fieldValidation === 'Strict') {
      throw badRequest(
        `${type.kind} in version "${type.version}" cannot be handled as a ${
          type.kind
        }: strict decoding error: ${unknown.join(', ')}`,
      );
    }
    return request.fieldValidation === 'Ignore' ? [] : unknown;
  }

  #validate(
    type: ResourceType,
    object: KubernetesObject,
    before: KubernetesObject | undefined,
  ): void {
    const causes: StatusCause[] = [
      ...validateMetadata(object, type.nameRule),
      ...(before ? validateMetadataUpdate(object, before) : []),
      ...type.validate(object, before),
    ];
    if (causes.length) {
      throw invalid(type, object.metadata.name ?? '', causes);
    }
  }

  #track(
    type: ResourceType,
    object: KubernetesObject,
    before: KubernetesObject | undefined,
    request: WriteRequest,
  ): void {
    object.metadata.managedFields = trackFields(before, object, {
      manager: request.fieldManager || 'unknown',
      apiVersion: apiVersionOf(type.group, type.version),
      subresource: request.subresource ?? '',
      time: this.#timestamp(),
    });
  }

  #put(
    type: ResourceType,
    object: KubernetesObject,
    request: WriteRequest,
  ): StoredObject {
    const key = objectKey(object.metadata.namespace, object.metadata.name!);
    if (request.dryRun) {
      const revision = Number(object.metadata.resourceVersion ?? 0);
      return dryObject(key, serialize(object, type, revision), revision);
    }
    const stored = this.#options.storage.put(tableName(type), key, revision =>
      serialize(object, type, revision),
    );
    this.#options.onChange(type, object, 'put');
    return stored;
  }

  #remove(
    type: ResourceType,
    object: KubernetesObject,
    request: WriteRequest,
  ): StoredObject {
    const key = objectKey(object.metadata.namespace, object.metadata.name!);
    if (request.dryRun) {
      const revision = Number(object.metadata.resourceVersion);
      return dryObject(key, serialize(object, type, revision), revision);
    }
    const stored = this.#options.storage.remove(
      tableName(type),
      key,
      revision => serialize(object, type, revision),
    );
    this.#options.onChange(type, object, 'removed');
    return stored;
  }

  #timestamp(): string {
    return `${this.#options.clock.now().toISOString().slice(0, 19)}Z`;
  }
}

function dryObject(key: string, json: string, revision: number): StoredObject {
  // An object that would be created has no version yet.
  const text = revision ? json : json.replace(',"resourceVersion":"0"', '');
  return new StoredObject(key, text, revision);
}

function isNamespace(type: ResourceType): boolean {
  return type.group === '' && type.resource === 'namespaces';
}
