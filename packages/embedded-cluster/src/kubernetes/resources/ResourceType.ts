import { StatusCause } from '../../storage/StatusError';
import { KubernetesObject } from '../../storage/types';
import { PropagationPolicy } from '../store/propagation';
import { StructuralSchema } from '../types';

/** A column of a table with the way to its value. @internal */
export interface TableColumn {
  name: string;
  type: string;
  format: string;
  description: string;
  priority: number;
  /** `undefined` shows as `<none>`. */
  value(
    object: KubernetesObject,
    now: Date,
  ): string | number | boolean | undefined;
}

/** How one served version of a resource behaves. @internal */
export interface ResourceType {
  group: string;
  version: string;
  /** The version in which objects are kept. */
  storageVersion: string;
  resource: string;
  singular: string;
  kind: string;
  listKind: string;
  shortNames: string[];
  categories: string[];
  namespaced: boolean;
  hasStatus: boolean;
  /** Whether `metadata.generation` counts changes. */
  tracksGeneration: boolean;
  /** Whether an update without `resourceVersion` overwrites. */
  unconditionalUpdate: boolean;
  /** Items of a list carry `kind` and `apiVersion`. */
  custom: boolean;
  nameRule: 'label' | 'subdomain' | 'path';
  /** Whether finalizers need a domain. */
  qualifiedFinalizers: boolean;
  /** How often the rules for metadata are run over a change; the real server lists a cause once for each run. */
  metadataChecks: number;
  /** Where the real server keeps its objects; told in some refusals. */
  registryPath: string;
  /** Whether a completed deletion is answered with the object instead of a `Status`. */
  answersDeleted: boolean;
  /** The collector's finalizers are never set: what is owned is not looked at. */
  withoutOwned: boolean;
  /** What becomes of owned objects when a client does not say; absent: they are deleted afterwards. */
  defaultPropagation?: PropagationPolicy;
  /** Marks an object for deletion when the kind does that in its own way, held or not. */
  markForDeletion?(object: KubernetesObject, timestamp: string): void;
  /** Whether something besides finalizers in the metadata keeps an object that is being deleted. */
  isHeld?(object: KubernetesObject): boolean;
  /** Seconds that an object may take to end; absent: none of the kind takes any. */
  gracePeriod?(object: KubernetesObject, wanted: number | undefined): number;
  columns: TableColumn[];
  /** Field selectors besides name and namespace, for instance `involvedObject.uid`. */
  selectableFields: string[];
  schema?: StructuralSchema;
  /** Parts that are always there, so that nobody owns them as such; for instance `{ spec: { template: {} } }`. */
  structs?: object;
  /** Why nothing new may be made of the kind; absent: it may. */
  creationRefusal?: string;
  /**
   * Checks the types of fields, and drops those that are empty, in place.
   *
   * @throws DecodeError
   */
  decode?(object: KubernetesObject): void;
  /**
   * Brings an incoming object into the form that is kept: defaults, pruning.
   *
   * @returns paths of unknown fields that were dropped
   */
  prepare(
    object: KubernetesObject,
    before: KubernetesObject | undefined,
  ): string[];
  /** Adds what the server alone decides, which nobody owns. */
  complete?(
    object: KubernetesObject,
    before: KubernetesObject | undefined,
  ): void;
  validate(
    object: KubernetesObject,
    before: KubernetesObject | undefined,
    subresource?: string,
  ): StatusCause[];
}

/** Key of the table that keeps the objects of a type. @internal */
export function tableName(type: { group: string; resource: string }): string {
  return `${type.group}/${type.resource}`;
}

/** `group/version`, or the version alone in the core group. @internal */
export function apiVersionOf(group: string, version: string): string {
  return group ? `${group}/${version}` : version;
}
