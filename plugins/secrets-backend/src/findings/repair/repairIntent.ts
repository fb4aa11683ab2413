import {
  PlaneRef,
  PlannedChange,
} from '@strongroom/backstage-plugin-secrets-common';
import { ReferenceIntent } from '../../references';
import { RemovingIntent } from '../../secrets/operations/intents';
import { RepairWork } from '../types';

/** What a repair is to do; kept in the journal, so names only, never a value. */
export interface RepairIntent extends RemovingIntent {
  /** Of what was found, and what was asked for, so that a repetition is known. */
  finding: string;
  asked: string;
  work: RepairWork;
  targetPlane: PlaneRef;
  changes: PlannedChange[];
  /** The reference that an adoption makes. */
  reference?: Omit<ReferenceIntent, 'operationId'>;
  /** The cluster was to be asked about the caller before the first effect, which nobody can do for him later. */
  speaksForCaller?: boolean;
}
