import { Repair } from '@strongroom/backstage-plugin-secrets-common';
import { SecretsError } from '../../errors';
import { OperationPlan } from '../../operations';
import { projectReference } from '../../references';
import { Effects } from '../../secrets/effects/CallerEffects';
import { readAsAbsent } from '../../secrets/effects/readAsAbsent';
import { findPlane } from '../../secrets/findPlane';
import { PreparedOperation } from '../../secrets/operations/carryOut';
import { RecordedSecret } from '../../secrets/operations/recordOperation';
import { requireStore } from '../../secrets/requireStore';
import { SecretsContext } from '../../secrets/SecretsContext';
import { IdentifiedFinding } from '../FindFindings';
import { RepairWork } from '../types';
import { repairsOf } from './askedRepair';
import { orphanReference } from './orphanReference';
import { recordedOf } from './recordedOf';
import { RepairIntent } from './repairIntent';
import { repairPlan } from './repairPlan';
import { sharesClusterWith } from './sharesClusterWith';
import { RepairFindingRequest, RepairTools } from './types';

/**
 * Looks at what is to be repaired, as it stands, and asks whether the caller may.
 *
 * @throws SecretsError `VersionConflict` when it is another one by now, and what the guard throws
 */
export async function prepareRepair(
  context: SecretsContext,
  request: RepairFindingRequest,
  work: RepairWork,
): Promise<PreparedOperation<RepairIntent, OperationPlan, Repair>> {
  const { finding, offered, effects, guard } = request;
  const { namespace, plane: ref } = finding;
  if (!ref) {
    throw new SecretsError('Unsupported', 'It is on no plane.');
  }
  const recorded = await resolve(context, finding, effects);
  guard(recorded);
  const plane = findPlane(context, namespace, ref);
  const tools: RepairTools = {
    references: effects.references,
    store: requireStore(plane, effects),
    sharesCluster: sharesClusterWith(plane, namespace, context.planes),
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
          settings: context.settings.references,
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
async function resolve(
  { settings }: SecretsContext,
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
  return projectReference(present, settings.references);
}
