import {
  PlannedChange,
  Repair,
  RepairAction,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretsError } from '../../errors';
import { OperationPlan } from '../../operations';
import { RecordedActor, SecretsRecord } from '../../record';
import { projectReference } from '../../references';
import { Effects } from '../../secrets/effects/CallerEffects';
import { readAsAbsent } from '../../secrets/effects/readAsAbsent';
import { findPlane } from '../../secrets/findPlane';
import { carryOut, PreparedOperation } from '../../secrets/operations/carryOut';
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
import { orphanReference } from './orphanReference';
import { reasoned, recordedOf } from './recordedOf';
import { RepairIntent } from './repairIntent';
import { repairPlan } from './repairPlan';
import { sharesClusterWith } from './sharesClusterWith';
import { RepairTools } from './types';

/** Ended operations that a repetition is looked for among. */
const MOST_CLOSED = 1_000;

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
  useCases(means: DelegatedMeans): Promise<boolean>;
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

  /** The answer to a repair that this caller had carried out before; `undefined` when he had not. */
  async repeated(
    caller: RecordedActor,
    finding: string,
    action: RepairAction,
  ): Promise<
    { answer: Repair; recorded: RecordedSecret; work: RepairWork } | undefined
  > {
    const closed = await this.#context.journal.closed(MOST_CLOSED);
    const earlier = closed.find(
      ({ kind, state, actor, intent }) =>
        kind === 'repair' &&
        state === 'done' &&
        actor === caller.actor &&
        (intent as RepairIntent).finding === finding &&
        (intent as RepairIntent).asked === action,
    );
    if (!earlier) {
      return undefined;
    }
    const { recorded, changes, work } = earlier.intent as RepairIntent;
    return { answer: answerOf(changes), recorded, work };
  }

  async #operate(
    request: RepairFindingRequest,
    work: RepairWork,
  ): Promise<Repair> {
    const { finding, action, reason, caller, idempotencyKey } = request;
    const { namespace, name } = finding;
    return carryOut<RepairIntent, OperationPlan, Repair>(this.#context, {
      kind: 'repair',
      id: { namespace, name },
      caller: reasoned(caller, reason),
      action: 'finding-repair',
      done: 'repaired',
      idempotency: {
        key: idempotencyKey,
        body: [finding.id, action, reason],
      },
      prepare: () => this.#prepare(request, work),
      answer: ({ intent }) => answerOf(intent.changes),
    });
  }

  async #prepare(
    request: RepairFindingRequest,
    work: RepairWork,
  ): Promise<PreparedOperation<RepairIntent, OperationPlan, Repair>> {
    const { finding, action, offered, effects, guard } = request;
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
        finding: finding.id,
        asked: action,
        work,
        targetPlane: ref,
        changes: offered.changes,
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
    };
    request.guard(recordedOf(finding));
    await this.#record.append({ ...row, outcome: 'intent' });
    try {
      const settled = await useCases(means);
      await this.#record.append({ ...row, outcome: 'success' });
      return { dryRun: false, settled, changes: offered.changes };
    } catch (error) {
      const errorCode = error instanceof SecretsError ? error.code : 'Internal';
      await this.#record.append({ ...row, outcome: 'failure', errorCode });
      throw error;
    }
  }
}

function isWork(means: RepairMeans): means is RepairWork {
  return !['retry-operation', 'give-up-delete', 'sync'].includes(means.type);
}

function answerOf(changes: PlannedChange[]): Repair {
  return { dryRun: false, settled: true, changes };
}
