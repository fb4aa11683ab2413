import { KubernetesObject } from '../../storage/types';
import { ResourceType, TableColumn } from './ResourceType';

/** What is special about a kind that every cluster has. @internal */
export interface BuiltInKind {
  group: string;
  kind: string;
  resource?: string;
  shortNames?: string[];
  categories?: string[];
  clusterScoped?: boolean;
  hasStatus?: boolean;
  tracksGeneration?: boolean;
  nameRule?: ResourceType['nameRule'];
  columns?: TableColumn[];
  selectableFields?: string[];
  unconditionalUpdate?: boolean;
  /** Absent: the plural name. */
  registryPath?: string;
  answersDeleted?: boolean;
  withoutOwned?: boolean;
  defaultPropagation?: ResourceType['defaultPropagation'];
  markForDeletion?: ResourceType['markForDeletion'];
  isHeld?: ResourceType['isHeld'];
  gracePeriod?: ResourceType['gracePeriod'];
  /** The fields beside `metadata`; others are dropped. Absent: all are kept. */
  fields?: string[];
  decode?: ResourceType['decode'];
  prepare?: (object: KubernetesObject, before?: KubernetesObject) => void;
  complete?: ResourceType['complete'];
  /** Tells how lists and maps are owned. */
  schema?: ResourceType['schema'];
  structs?: object;
  validate?: ResourceType['validate'];
}
