import { randomInt, randomUUID } from 'node:crypto';
import { Clock } from '../../clock';
import { RevisionStorage } from '../../storage/RevisionStorage';
import { StatusCause, StatusError } from '../../storage/StatusError';
import { StoredObject } from '../../storage/StoredObject';
import { KubernetesObject } from '../../storage/types';
import { cloneJson, equalJson } from '../../storage/jsonValue';
import {
  alreadyExists,
  badRequest,
  conflict,
  forbidden,
  invalid,
  notFound,
} from '../errors';
import { trackFields } from '../patch/managedFields';
import {
  apiVersionOf,
  ResourceType,
  tableName,
} from '../resources/ResourceType';
import { invalidValue } from '../validation/causes';
import {
  validateMetadata,
  validateMetadataUpdate,
} from '../validation/metadata';
import { readIncoming } from './incomingObject';
import { objectKey, ObjectReader } from './ObjectReader';
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
export interface Preconditions {
  uid?: string;
  resourceVersion?: string;
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

const nameAlphabet = 'bcdfghjklmnpqrstvwxz2456789';
const generatedBaseLength = 58;

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
      this.#checkNamespace(type, metadata.namespace!, metadata.name ?? '');
    }
    metadata.uid = randomUUID();
    metadata.creationTimestamp = this.#timestamp();
    delete metadata.deletionTimestamp;
    delete metadata.deletionGracePeriodSeconds;
    delete metadata.managedFields;
    delete metadata.generation;
    if (type.tracksGeneration) {
      metadata.generation = 1;
    }
    if (type.hasStatus) {
      delete object.status;
    }
    const warnings = this.#prepare(type, object, undefined, request);
    this.#validate(type, object, undefined);
    if (this.#options.reader.find(type, metadata.namespace, metadata.name!)) {
      throw alreadyExists(type, metadata.name!);
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
    this.#checkVersion(type, object, before);
    this.#keepSystemFields(object, before);
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
    this.#checkPreconditions(type, object, preconditions);
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

  #checkNamespace(type: ResourceType, namespace: string, name: string): void {
    const { reader, namespaceType } = this.#options;
    const found = reader.find(namespaceType, undefined, namespace);
    if (!found) {
      throw notFound(namespaceType, namespace);
    }
    if (found.parse().metadata.deletionTimestamp) {
      throw forbidden(
        type,
        name,
        `unable to create new content in namespace ${namespace} because it is being terminated`,
        [
          {
            reason: 'NamespaceTerminating',
            message: `namespace ${namespace} is being terminated`,
            field: 'metadata.namespace',
          },
        ],
      );
    }
  }

  #checkVersion(
    type: ResourceType,
    object: KubernetesObject,
    before: KubernetesObject,
  ): void {
    const name = before.metadata.name!;
    const { resourceVersion, uid } = object.metadata;
    if (uid && uid !== before.metadata.uid) {
      throw conflict(
        type,
        name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.metadata.uid}`,
      );
    }
    if (!resourceVersion || resourceVersion === '0') {
      if (!type.unconditionalUpdate) {
        throw invalid(type, name, [
          invalidValue(
            'metadata.resourceVersion',
            0,
            'must be specified for an update',
          ),
        ]);
      }
    } else if (resourceVersion !== before.metadata.resourceVersion) {
      throw conflict(type, name);
    }
  }

  #checkPreconditions(
    type: ResourceType,
    object: KubernetesObject,
    { uid, resourceVersion }: Preconditions,
  ): void {
    const named = { group: type.group, resource: type.kind };
    const { metadata } = object;
    if (uid && uid !== metadata.uid) {
      throw conflict(
        named,
        metadata.name!,
        `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
      );
    }
    if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
      throw conflict(
        named,
        metadata.name!,
        `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
      );
    }
  }

  #keepSystemFields(object: KubernetesObject, before: KubernetesObject): void {
    for (const field of [
      'uid',
      'creationTimestamp',
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
      'generation',
      'managedFields',
      'resourceVersion',
      'generateName',
    ] as const) {
      copyField(before.metadata, object.metadata, field);
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

function generateName(base: string): string {
  let name = base.slice(0, generatedBaseLength);
  for (let at = 0; at < 5; at++) {
    name += nameAlphabet[randomInt(nameAlphabet.length)];
  }
  return name;
}

function isNamespace(type: ResourceType): boolean {
  return type.group === '' && type.resource === 'namespaces';
}

function copyField<T extends object>(from: T, to: T, field: keyof T): void {
  if (from[field] === undefined) {
    delete to[field];
  } else {
    to[field] = from[field];
  }
}

/** The present object with nothing but the status of the new one. */
function withStatusOf(
  before: KubernetesObject,
  object: KubernetesObject,
): KubernetesObject {
  const result = cloneJson(before);
  copyField(object, result, 'status');
  return result;
}

function specChanged(
  type: ResourceType,
  before: KubernetesObject,
  after: KubernetesObject,
): boolean {
  return !equalJson(counted(type, before), counted(type, after));
}

/** What `metadata.generation` counts changes of. */
function counted(type: ResourceType, object: KubernetesObject): object {
  const { metadata, ...rest } = object;
  if (type.hasStatus) {
    delete rest.status;
  }
  return rest;
}

function withoutTracking(object: KubernetesObject): object {
  const { managedFields, ...metadata } = object.metadata;
  return { ...object, metadata };
}
