import {
  PlaneRef,
  SecretCategory,
} from '@strongroom/backstage-plugin-secrets-common';
import { RecordedActor } from '../../record';
import { ReferenceIntent } from '../../references';

/** What the journal keeps of every operation, for the rows of the record that recovery writes. */
interface RecordedIntent {
  by: RecordedActor;
}

/** What a create is to make; names and attributes, never a value. */
export interface CreateIntent extends RecordedIntent {
  reference: Omit<ReferenceIntent, 'operationId'>;
  /** Keyed fingerprint of the values, by which recovery recognises them in a store; absent in older operations. */
  fingerprint?: string;
}

/** What a delete is to remove. */
export interface DeleteIntent extends RecordedIntent {
  namespace: string;
  name: string;
  /** Of the reference: its successor of the same name is another secret. */
  uid: string;
  remoteKey: string;
  targetPlane: PlaneRef;
  type: string;
  category: SecretCategory;
  keys: string[];
  /** The cluster was to be asked about the caller before the first effect, which nobody can do for him later. */
  speaksForCaller?: boolean;
}
