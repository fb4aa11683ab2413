import {
  FieldProblem,
  PlannedChange,
  PlaneRef,
  RecordedAction,
  RepairAction,
  SecretDetails,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  StoredSecretChange,
  StoredSecretRestore,
} from '@strongroom/backstage-plugin-secrets-node';
import { RecordedActor } from '../../record';
import { ReferenceChange, ReferenceIntent } from '../../references';
import { LinkTarget } from '../links/types';
import { RecordedSecret } from './recordOperation';

/** What the journal keeps of every operation, for the rows of the record that recovery writes. */
export interface RecordedIntent {
  by: RecordedActor;
  action: RecordedAction;
  /** What the rows say of the secret. */
  recorded: RecordedSecret;
}

/** What the journal keeps of an operation that repairs what was found, so that a repetition is known. */
export interface RepairingIntent {
  repairs?: {
    /** Id of the finding. */
    finding: string;
    action: RepairAction;
    /** What was said that would be done. */
    changes: PlannedChange[];
  };
}

/** What a create is to make; names and attributes, never a value. */
export interface CreateIntent extends RecordedIntent {
  reference: Omit<ReferenceIntent, 'operationId'>;
  /** Keyed fingerprint of the values, by which recovery recognises them in a store. */
  fingerprint: string;
  /** What was doubtful about the material, for whoever asks again. */
  warnings: FieldProblem[];
  /** Public halves of the key pairs that were made, by key. */
  generated?: SecretDetails['generated'];
}

/** What the steps of a change need of the store. */
export type ChangedStore = Omit<StoredSecretChange, 'operationId'>;

/** What a change is to make of a secret; names and attributes, never a value. */
export interface UpdateIntent extends RecordedIntent {
  /** Of the reference: its successor of the same name is another secret. */
  uid: string;
  targetPlane: PlaneRef;
  /** What the reference said when the change was decided on, as its tag. */
  basedOn: string;
  /** What becomes of the reference; absent when that is somebody else's to edit. */
  change?: ReferenceChange;
  /** What becomes of the values; absent when they stay. */
  stored?: ChangedStore;
  /** Keys among those set of which the reference names a version, which moves on with them. */
  pinned?: string[];
  /** Version of the values that the caller knows, where they stay. */
  version?: string;
  /** What was doubtful about the material, for whoever asks again. */
  warnings: FieldProblem[];
  /** Public halves of the key pairs that were made, by key. */
  generated?: SecretDetails['generated'];
}

/** Which version is to come back. */
export interface RestoreIntent extends RecordedIntent {
  /** Of the reference: its successor of the same name is another secret. */
  uid: string;
  targetPlane: PlaneRef;
  /** What the reference said when the restore was decided on, as its tag. */
  basedOn: string;
  /** What the reference says of it; absent when that is somebody else's to edit. */
  edit?: Pick<ReferenceChange, 'updatedBy' | 'updatedAt'>;
  restored: Omit<StoredSecretRestore, 'operationId'>;
  /** Keys of which the reference names a version, which moves on with them. */
  pinned?: string[];
  /** What was doubtful about it, for whoever asks again. */
  warnings: FieldProblem[];
}

/** What a delete is to remove. */
export interface DeleteIntent extends RecordedIntent {
  /** Of the reference: its successor of the same name is another secret. */
  uid: string;
  remoteKey: string;
  targetPlane: PlaneRef;
  /** `If-Match` as sent: it is meant only as it was seen, whoever begins it in the end. */
  ifMatch?: string;
  /** The cluster was to be asked about the caller before the first effect, which nobody can do for him later. */
  speaksForCaller?: boolean;
  /** Of a secret whose value is somebody else's. */
  link?: LinkTarget;
  /** It is to end without the store: whatever that has of the value stays there. */
  givenUp?: {
    /** Entity ref of whoever said so. */
    by: string;
    /** Where the value stays. */
    store: string;
  };
}

/** What a sync is to carry, and to whom. */
export interface SyncIntent extends RecordedIntent, RepairingIntent {
  /** Of the reference: its successor of the same name is another secret. */
  uid: string;
  /** Paths in the store, which consumers read. */
  remoteKeys: string[];
  keys: string[];
  targetPlane: PlaneRef;
  /** Of a link: what it is a link to. */
  link?: LinkTarget;
  /** Its value is somebody else's: where nothing of it stands in the plane, there is nothing to push. */
  isForeign?: boolean;
  /** Consumers were to be asked in the name of the caller, which nobody can do for him later. */
  speaksForCaller?: boolean;
}

/** What a repair removes, when that is a reference. */
export interface RemovingIntent extends RecordedIntent {
  /** Uid of the reference. */
  removesReference?: string;
}
