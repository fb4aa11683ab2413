import {
  FieldProblem,
  PlaneRef,
  RecordedAction,
} from '@strongroom/backstage-plugin-secrets-common';
import { RecordedActor } from '../../record';
import { ReferenceIntent } from '../../references';
import { RecordedSecret } from './recordOperation';

/** What the journal keeps of every operation, for the rows of the record that recovery writes. */
export interface RecordedIntent {
  by: RecordedActor;
  action: RecordedAction;
  /** What the rows say of the secret. */
  recorded: RecordedSecret;
}

/** What a create is to make; names and attributes, never a value. */
export interface CreateIntent extends RecordedIntent {
  reference: Omit<ReferenceIntent, 'operationId'>;
  /** Keyed fingerprint of the values, by which recovery recognises them in a store. */
  fingerprint: string;
  /** What was doubtful about the material, for whoever asks again. */
  warnings: FieldProblem[];
}

/** What a delete is to remove. */
export interface DeleteIntent extends RecordedIntent {
  /** Of the reference: its successor of the same name is another secret. */
  uid: string;
  remoteKey: string;
  targetPlane: PlaneRef;
  /** The cluster was to be asked about the caller before the first effect, which nobody can do for him later. */
  speaksForCaller?: boolean;
}
