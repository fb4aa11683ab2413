import { Repair } from '@strongroom/backstage-plugin-secrets-common';
import { isStoreError } from '@strongroom/backstage-plugin-secrets-node';
import { fromStoreError, SecretsError } from '../../errors';
import { OperationPlan } from '../../operations';
import { SecretsRecord } from '../../record';
import { carryOut } from '../../secrets/operations/carryOut';
import { recordSecret } from '../../secrets/operations/recordOperation';
import { SecretsContext } from '../../secrets/SecretsContext';
import { DelegatedMeans, RepairMeans, RepairWork } from '../types';
import { idempotencyOf, repairsOf } from './askedRepair';
import { prepareRepair } from './prepareRepair';
import { settledRepair } from './recallRepair';
import { reasoned, recordedOf } from './recordedOf';
import { RepairIntent } from './repairIntent';
import { RepairFindingRequest } from './types';

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
      prepare: () => prepareRepair(this.#context, request, work),
      answer: ({ intent }) => settledRepair(intent.repairs.changes),
    });
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
