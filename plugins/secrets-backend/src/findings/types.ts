import {
  FindingKind,
  Finding,
  PlaneRef,
  PlannedChange,
  RepairAction,
} from '@strongroom/backstage-plugin-secrets-common';
import { LinkedSource } from '@strongroom/backstage-plugin-secrets-node';
import { SecretRow } from '../references';
import { EstateView } from './view/EstateView';

/** How a finding that needs effects outside is repaired; kept in the journal, so that recovery can go on with it. */
export type RepairWork =
  /** Takes what no reference names out of plane and store. */
  | { type: 'remove-orphan'; remoteKey: string }
  /** Takes the value of a link that no reference names out of the store; the Secret that it comes from stays. */
  | { type: 'unlink-orphan'; remoteKey: string; source: LinkedSource }
  /** Makes a reference to what no reference names, and takes it over. */
  | {
      type: 'adopt-orphan';
      remoteKey: string;
      keys: string[];
      secretType: string;
    }
  /** Takes back what a create that was undone has left, as it was made and nobody else changed it. */
  | {
      type: 'undo-create';
      remoteKey: string;
      keys: string[];
      secretType: string;
      /** Of the create. */
      operationId: string;
      fingerprint?: string;
    }
  /** Takes keys out of the plane's Secret that nothing pushes. */
  | { type: 'prune'; remoteKey: string; uid: string }
  /** Removes a reference, and nothing of what it points to; with a path only while nothing stands there. */
  | { type: 'remove-reference'; uid: string; onlyIfAbsent?: string };

/** What a use case of its own does. */
export type DelegatedMeans =
  /** An operation that runs is tried again now. */
  | { type: 'retry-operation'; operationId: string }
  /** A deletion that runs is ended without the store. */
  | { type: 'give-up-delete'; operationId: string }
  /** The value is carried to the store again. */
  | { type: 'sync' };

/** How an action is carried out: as an operation of its own, or by what does that anyway. */
export type RepairMeans = RepairWork | DelegatedMeans;

/** What a finding offers under one action. */
export interface OfferedRepair {
  /** Permission that it takes on the secret, besides those to see the finding. */
  needs: 'update' | 'delete';
  means: RepairMeans;
  /** What will be done, in the order in which it is done. */
  changes: PlannedChange[];
}

/** One finding, before it is known who looks at it. */
export interface Found {
  kind: FindingKind;
  severity: Finding['severity'];
  /** What makes it the same finding tomorrow and on another replica. */
  identity: string[];
  namespace: string;
  name: string;
  plane?: PlaneRef;
  keys?: string[];
  since?: Date;
  sentence: string;
  remedy?: string;
  /** The secret that it is about. Without one it is shown to reviewers alone. */
  row?: SecretRow;
  /** It tells that nothing has this name, which only who could read every secret of it may be told. */
  isAbsence?: boolean;
  repairs?: Partial<Record<RepairAction, OfferedRepair>>;
  /** The action that is safe without being asked for. */
  safe?: RepairAction;
}

/** Something that has to be looked at by itself, because no watch tells it. */
export interface LookRequest {
  namespace: string;
  name: string;
  plane: PlaneRef;
  /** Path in the store. */
  remoteKey: string;
}

/** Finds one kind of thing that is not as it should be; changes nothing and calls nobody. */
export interface Detector {
  kind: FindingKind;
  /** Secrets whose objects must be looked at one by one first. */
  needs?(view: EstateView): Iterable<LookRequest>;
  detect(view: EstateView): Iterable<Found>;
}
