import {
  PlaneRef,
  RepairAction,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretStore } from '@strongroom/backstage-plugin-secrets-node';
import { RecordedActor } from '../../record';
import { ReferenceClient } from '../../references';
import { Effects } from '../../secrets/effects/CallerEffects';
import { RepairingIntent } from '../../secrets/operations/intents';
import { RecordedSecret } from '../../secrets/operations/recordOperation';
import { IdentifiedFinding } from '../FindFindings';
import { DelegatedMeans, OfferedRepair } from '../types';

/** What tells a repair that is carried out by another use case from others. */
export interface DelegatedRepair extends Required<RepairingIntent> {
  idempotency: { key?: string; body: unknown };
}

/** A repair by somebody who may do it. */
export interface RepairFindingRequest {
  caller: RecordedActor;
  finding: IdentifiedFinding;
  action: RepairAction;
  offered: OfferedRepair;
  reason?: string;
  idempotencyKey?: string;
  /** What effects and the reads before them go through. */
  effects: Effects;
  /** Carries out what is no operation of a repair. @returns whether nothing is left of what was found */
  useCases(means: DelegatedMeans, asked: DelegatedRepair): Promise<boolean>;
  /** Asked about the secret as the control plane has it now, or about the finding where there is none. */
  guard(secret: RecordedSecret): void;
}

/** What a repair works with. */
export interface RepairTools {
  references: ReferenceClient;
  store: SecretStore;
  /** Whether another plane of the namespace stands in the same cluster, so that its objects may be the ones meant. */
  sharesCluster(plane: PlaneRef): boolean;
}
