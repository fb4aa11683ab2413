import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import { ReferenceIntent } from '../../references';
import {
  RemovingIntent,
  RepairingIntent,
} from '../../secrets/operations/intents';
import { RepairWork } from '../types';

/** What a repair is to do; kept in the journal, so names only, never a value. */
export interface RepairIntent
  extends RemovingIntent,
    Required<RepairingIntent> {
  work: RepairWork;
  targetPlane: PlaneRef;
  /** The reference that an adoption makes. */
  reference?: Omit<ReferenceIntent, 'operationId'>;
  /** The cluster was to be asked about the caller before the first effect, which nobody can do for him later. */
  speaksForCaller?: boolean;
}
