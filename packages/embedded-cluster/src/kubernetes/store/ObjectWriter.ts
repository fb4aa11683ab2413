import { StatusCause, StatusError } from '../../storage/StatusError';
import { StoredObject } from '../../storage/StoredObject';
import { KubernetesObject } from '../../storage/types';
import { cloneJson, equalJson, isJsonMap } from '../../storage/jsonValue';
import { DecodeError } from '../decoding/DecodeError';
import {
  alreadyExists,
  badRequest,
  forbidden,
  invalid,
  undecodablePatch,
} from '../errors';
import { setOrDrop } from '../decoding/decodeFields';
import { entriesToKeep, trackFields } from '../patch/managedFields';
import { apiVersionOf, ResourceType } from '../resources/ResourceType';
import {
  immutableCauses,
  validateMetadata,
  validateMetadataUpdate,
} from '../validation/metadata';
import { checkNamespace } from './checkNamespace';
import { generateName } from './generateName';
import { IncomingObject, putInPlace, readObject } from './incomingObject';
import { ObjectKeeper } from './ObjectKeeper';
import { ObjectReader } from './ObjectReader';
import {
  copyField,
  keepSystemFields,
  setInitialFields,
  specChanged,
  withStatusOf,
  withoutTracking,
} from './objectChanges';
import { checkVersion } from './preconditions';
import { objectOf } from './serialize';

/** @internal */
export interface WriteRequest {
  fieldManager?: string;
  dryRun?: boolean;
  /** What happens to fields that the schema does not know; by default they are dropped with a warning. */
  fieldValidation?: string;
  subresource?: string;
  /** Whether the value was made by a patch. */
  patch?: boolean;
  /** Paths of fields that a client said twice. */
  duplicates?: string[];
}

/** @internal */
export interface WriteResult {
  object: StoredObject;
  warnings: string[];
}

/** @internal */
export interface ObjectWriterOptions {
  reader: ObjectReader;
  keeper: ObjectKeeper;
  namespaceType: ResourceType;
}

/** Creates and changes objects by the rules of the Kubernetes API. @internal */
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
    const incoming = this.#read(type, value, request);
    const { object } = incoming;
    const { metadata } = object;
    putInPlace(object, type, namespace);
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
    if (type.creationRefusal) {
      throw forbidden(type, metadata.name ?? '', type.creationRefusal);
    }
    const { managedFields } = metadata;
    setInitialFields(type, object, this.#options.keeper.timestamp());
    const warnings = this.#prepare(type, incoming, undefined, request);
    const owned = type.complete ? cloneJson(object) : object;
    type.complete?.(object, undefined);
    this.#refuse(type, object, [
      ...validateMetadata(object, type),
      ...type.validate(object, undefined),
    ]);
    const present = this.#options.reader.find(
      type,
      metadata.namespace,
      metadata.name!,
    );
    if (present) {
      const isDying = Boolean(present.parse().metadata.deletionTimestamp);
      throw alreadyExists(type, metadata.name!, isDying);
    }
    const base = {
      metadata: { managedFields: entriesToKeep(managedFields, []) },
    };
    this.#track(type, object, base, owned, request);
    return {
      object: this.#options.keeper.put(type, object, request.dryRun),
      warnings,
    };
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
    const { reader, keeper } = this.#options;
    const stored = reader.get(type, namespace, name);
    const before = objectOf(stored, type);
    const incoming = this.#read(type, change(objectOf(stored, type)), request);
    const { object } = incoming;
    putInPlace(object, type, namespace, name);
    checkVersion(type, object, before, request.patch ?? false);
    const toStatus = request.subresource === 'status';
    const immutable = toStatus
      ? []
      : immutableCauses(object.metadata, before.metadata);
    const base = {
      ...before,
      metadata: {
        ...before.metadata,
        managedFields: entriesToKeep(
          object.metadata.managedFields,
          before.metadata.managedFields,
        ),
      },
    };
    keepSystemFields(object, before);
    const subject = toStatus ? withStatusOf(before, object) : object;
    if (type.hasStatus && !toStatus) {
      copyField(before, subject, 'status');
    }
    const warnings = this.#prepare(
      type,
      { ...incoming, object: subject },
      before,
      request,
    );
    const owned = type.complete ? cloneJson(subject) : subject;
    type.complete?.(subject, before);
    const updateCauses = [
      ...immutable,
      ...validateMetadataUpdate(subject, before),
    ];
    const metadataCauses = validateMetadata(subject, type);
    this.#refuse(
      type,
      subject,
      [
        ...updateCauses,
        ...updateCauses,
        ...Array.from({ length: type.metadataChecks }, () => metadataCauses),
        ...type.validate(subject, before, request.subresource),
      ].flat(),
    );
    if (type.tracksGeneration && specChanged(type, before, subject)) {
      subject.metadata.generation = (before.metadata.generation ?? 0) + 1;
    }
    const isSame =
      equalJson(withoutTracking(subject), withoutTracking(before)) &&
      equalJson(base.metadata.managedFields, before.metadata.managedFields);
    if (isSame) {
      return { object: stored, warnings };
    }
    if (base.metadata.managedFields?.length) {
      this.#track(type, subject, base, owned, request);
    } else {
      // Whose fields nobody tracked, as after a reset, stay untracked.
      delete subject.metadata.managedFields;
    }
    const kept = isOver(type, subject)
      ? keeper.remove(type, subject, request.dryRun)
      : keeper.put(type, subject, request.dryRun);
    return { object: kept, warnings };
  }

  #read(
    type: ResourceType,
    value: unknown,
    request: WriteRequest,
  ): IncomingObject {
    // Reading changes the value, and the refusal of a patch quotes what it made.
    const text = request.patch ? textOf(value) : '';
    try {
      return readObject(value, type);
    } catch (error) {
      if (!(error instanceof DecodeError)) {
        throw error;
      }
      throw request.patch
        ? undecodablePatch(text, error.message)
        : badRequest(
            `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${error.message}`,
          );
    }
  }

  #prepare(
    type: ResourceType,
    { object, unknown }: IncomingObject,
    before: KubernetesObject | undefined,
    request: WriteRequest,
  ): string[] {
    const dropped = [...unknown, ...type.prepare(object, before)];
    const warnings = [
      ...(request.duplicates ?? []).map(path => `duplicate field "${path}"`),
      ...dropped.map(path => `unknown field "${path}"`),
    ];
    if (warnings.length && request.fieldValidation === 'Strict') {
      throw badRequest(
        `${type.kind} in version "${type.version}" cannot be handled as a ${
          type.kind
        }: strict decoding error: ${warnings.join(', ')}`,
      );
    }
    return request.fieldValidation === 'Ignore' ? [] : warnings;
  }

  #refuse(
    type: ResourceType,
    object: KubernetesObject,
    causes: StatusCause[],
  ): void {
    if (causes.length) {
      throw invalid(type, object.metadata.name ?? '', causes);
    }
  }

  /** Writes down who owns what. @param owned - the object without what the server alone decided */
  #track(
    type: ResourceType,
    object: KubernetesObject,
    before: KubernetesObject,
    owned: KubernetesObject,
    request: WriteRequest,
  ): void {
    const entries = trackFields(type, before, owned, {
      manager: request.fieldManager || 'unknown',
      apiVersion: apiVersionOf(type.group, type.version),
      subresource: request.subresource ?? '',
      time: this.#options.keeper.timestamp(),
    });
    setOrDrop(object.metadata, 'managedFields', entries);
  }
}

/** As refusals quote it, the fields of the first level sorted. */
function textOf(value: unknown): string {
  return JSON.stringify(
    isJsonMap(value)
      ? Object.fromEntries(
          Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value,
  );
}

/** Whether nothing holds an object any more that is being deleted. */
function isOver(type: ResourceType, object: KubernetesObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } =
    object.metadata;
  return Boolean(
    deletionTimestamp &&
      !deletionGracePeriodSeconds &&
      !finalizers?.length &&
      !type.isHeld?.(object),
  );
}
