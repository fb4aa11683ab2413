import { StatusCause } from '../../storage/StatusError';
import { KubernetesObject } from '../../storage/types';
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
  columns: TableColumn[];
  /** Field selectors besides name and namespace, for instance `involvedObject.uid`. */
  selectableFields: string[];
  schema?: StructuralSchema;
  /**
   * Brings an incoming object into the form that is kept: decoding, defaults, pruning.
   *
   * @returns paths of unknown fields that were dropped
   */
  prepare(
    object: KubernetesObject,
    before: KubernetesObject | undefined,
  ): string[];
  validate(
    object: KubernetesObject,
    before: KubernetesObject | undefined,
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
