import {
  Repair,
  RepairAction,
} from '@strongroom/backstage-plugin-secrets-common';
import { isStoreError } from '@strongroom/backstage-plugin-secrets-node';
import { fromStoreError, SecretsError } from '../../errors';
import { OperationPlan } from '../../operations';
import { RecordedActor, SecretsRecord } from '../../record';
import { projectReference } from '../../references';
import { Effects } from '../../secrets/effects/CallerEffects';
import { readAsAbsent } from '../../secrets/effects/readAsAbsent';
import { findPlane } from '../../secrets/findPlane';
import { carryOut, PreparedOperation } from '../../secrets/operations/carryOut';
import { RepairingIntent } from '../../secrets/operations/intents';
import {
  recordSecret,
  RecordedSecret,
} from '../../secrets/operations/recordOperation';
import { requireStore } from '../../secrets/requireStore';
import { SecretsContext } from '../../secrets/SecretsContext';
import { IdentifiedFinding } from '../FindFindings';
import {
  DelegatedMeans,
  OfferedRepair,
  RepairMeans,
  RepairWork,
} from '../types';
import { settledRepair } from './recallRepair';
import { orphanReference } from './orphanReference';
import { reasoned, recordedOf } from './recordedOf';
import { RepairIntent } from './repairIntent';
import { repairPlan } from './repairPlan';
import { sharesClusterWith } from './sharesClusterWith';
import { RepairTools } from './types';

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

/** Carries out what a finding offers. */
export class RepairFinding {
  readonly #context: SecretsContext;
  readonly #record: SecretsRecord;

  private constructor(context: SecretsContext, record: SecretsRecord) {
    this.#context = context;
    this.#record = record;
  }

  static create(context: SecretsContext, record: SecretsRecord): RepairFinding {
    return new RepairFinding(context, record);
  }

  async execute(request: RepairFindingRequest): Promise<Repair> {
    const { means } = request.offered;
    return isWork(means)
      ? this.#operate(request, means)
      : this.#delegate(request, means);
  }

  async #operate(
    request: RepairFindingRequest,
    work: RepairWork,
  ): Promise<Repair> {
    const { finding, reason, caller } = request;
    const { namespace, name } = finding;
    return carryOut<RepairIntent, OperationPlan, Repair>(this.#context, {
      kind: 'repair',
      id: { namespace, name },
      caller: reasoned(caller, reason),
      action: 'finding-repair',
      done: 'repaired',
      idempotency: idempotencyOf(request),
      prepare: () => this.#prepare(request, work),
      answer: ({ intent }) => settledRepair(intent.repairs.changes),
    });
  }

  async #prepare(
    request: RepairFindingRequest,
    work: RepairWork,
  ): Promise<PreparedOperation<RepairIntent, OperationPlan, Repair>> {
    const { finding, offered, effects, guard } = request;
    const { namespace, plane: ref } = finding;
    if (!ref) {
      throw new SecretsError('Unsupported', 'It is on no plane.');
    }
    const recorded = await this.#resolve(finding, effects);
    guard(recorded);
    const plane = findPlane(this.#context, namespace, ref);
    const tools: RepairTools = {
      references: effects.references,
      store: requireStore(plane, effects),
      sharesCluster: sharesClusterWith(plane, namespace, this.#context.planes),
    };
    return {
      recorded,
      intent: {
        repairs: repairsOf(request),
        work,
        targetPlane: ref,
        ...(work.type === 'adopt-orphan' && {
          reference: orphanReference(work, {
            finding,
            plane,
            createdBy: request.caller.actor,
            settings: this.#context.settings.references,
          }),
        }),
        ...(work.type === 'remove-reference' && {
          removesReference: work.uid,
        }),
        ...(effects.speakForCaller && { speaksForCaller: true }),
      },
      plan: operation => repairPlan(operation, tools),
      // once the first effect is there nobody undoes or refuses it any more
      unsettled: (_operation, { pivot, firstEffect = 0 }, reached) =>
        reached > Math.max(pivot, firstEffect)
          ? { dryRun: false, settled: false, changes: offered.changes }
          : undefined,
    };
  }

  /** The secret as the control plane has it now: a finding may be older than its last change. */
  async #resolve(
    finding: IdentifiedFinding,
    { references }: Effects,
  ): Promise<RecordedSecret> {
    if (!finding.row) {
      return recordedOf(finding);
    }
    const { namespace, name } = finding;
    const present = await readAsAbsent(references.get(namespace, name));
    if (present?.metadata.uid !== finding.row.uid) {
      throw new SecretsError(
        'VersionConflict',
        'It is not as it was found any more, so nothing was done. Look again.',
      );
    }
    return projectReference(present, this.#context.settings.references);
  }

  /** What a use case of its own does, between two rows of the record that say for which finding. */
  async #delegate(
    request: RepairFindingRequest,
    means: DelegatedMeans,
  ): Promise<Repair> {
    const { caller, finding, reason, offered, useCases } = request;
    const row = {
      ...reasoned(caller, reason),
      ...recordSecret(recordedOf(finding)),
      action: 'finding-repair' as const,
      ...('operationId' in means && { operationId: means.operationId }),
    };
    request.guard(recordedOf(finding));
    await this.#record.append({ ...row, outcome: 'intent' });
    try {
      const settled = await useCases(means, {
        repairs: repairsOf(request),
        idempotency: idempotencyOf(request),
      });
      await this.#record.append({ ...row, outcome: 'success' });
      return { dryRun: false, settled, changes: offered.changes };
    } catch (error) {
      const known = isStoreError(error) ? fromStoreError(error) : error;
      const errorCode = known instanceof SecretsError ? known.code : 'Internal';
      const outcome = errorCode === 'NotAllowed' ? 'denied' : 'failure';
      await this.#record.append({ ...row, outcome, errorCode });
      throw error;
    }
  }
}

function isWork(means: RepairMeans): means is RepairWork {
  return !['retry-operation', 'give-up-delete', 'sync'].includes(means.type);
}

/** What the journal keeps of it, so that a repetition is known. */
function repairsOf({
  finding,
  action,
  offered,
}: RepairFindingRequest): NonNullable<RepairingIntent['repairs']> {
  return { finding: finding.id, action, changes: offered.changes };
}

function idempotencyOf({
  finding,
  action,
  reason,
  idempotencyKey,
}: RepairFindingRequest): DelegatedRepair['idempotency'] {
  return { key: idempotencyKey, body: [finding.id, action, reason] };
}
