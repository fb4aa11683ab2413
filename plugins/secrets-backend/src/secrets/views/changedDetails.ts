import {
  FieldProblem,
  SecretDetails,
} from '@strongroom/backstage-plugin-secrets-common';
import { Operation } from '../../operations';
import { projectReference, SecretRow } from '../../references';
import { ChangePlan } from '../operations/changePlan';
import { SecretsContext } from '../SecretsContext';
import { etagOf, formatEtag, tagOf } from './etagOf';
import { RowPermissions, toDetails } from './toSummary';

const CHANGED_MEANWHILE: FieldProblem = {
  field: 'name',
  message:
    'Somebody else wrote to the same secret at the same moment. Check what it holds now.',
};
const DELETED_MEANWHILE: FieldProblem = {
  field: 'name',
  message: 'Somebody else deleted the secret reference at the same moment.',
};

/** What the journal keeps of a change that its answer is made of. */
interface ToldIntent {
  /** What the reference said before, as its tag. */
  basedOn: string;
  /** Version of the values, where they stay. */
  version?: string;
  warnings: FieldProblem[];
  generated?: SecretDetails['generated'];
}

/** What is told of a change. */
export interface ChangedDetailsOptions {
  permissions(row: SecretRow): RowPermissions;
  /** Whether the reference is ours to edit. */
  isEdited: boolean;
  /** Absent when the request is repeated. */
  plan?: ChangePlan;
  /** The secret as it stands, when the request is repeated: the journal does not keep all of it. */
  reread(): Promise<SecretRow>;
}

/** A secret that was just changed: the same to whoever asks again, with the ETag of what was left then. */
export async function changedDetails(
  context: Pick<SecretsContext, 'index' | 'planes' | 'settings'>,
  operation: Operation<ToldIntent>,
  options: ChangedDetailsOptions,
): Promise<SecretDetails> {
  const { plan, permissions, reread } = options;
  const { index, planes, settings } = context;
  const row = plan
    ? projectReference(plan.reference(), settings.references)
    : await reread();
  const { warnings, generated, version } = operation.intent;
  const verification = plan?.verification();
  const plane = row.targetPlane && planes.find(row.namespace, row.targetPlane);
  return toDetails({
    row,
    delivery: index.delivery(row, { push: verification?.push }),
    permissions: permissions(row),
    etag: plan
      ? etagOf(row, verification?.version ?? version)
      : etagLeft(operation, row, options),
    driver: plane && {
      id: plane.driverId,
      capabilities: plane.driver.capabilities,
    },
    generated,
    warnings: [
      ...warnings,
      ...(verification?.intact === false ? [CHANGED_MEANWHILE] : []),
      ...(plan?.isReferenceGone() ? [DELETED_MEANWHILE] : []),
    ],
  });
}

/** ETag of the state that a change left, which may be another one by now. */
function etagLeft(
  { id, intent, result }: Operation<ToldIntent>,
  row: SecretRow,
  { isEdited }: Pick<ChangedDetailsOptions, 'isEdited'>,
): string {
  const version = result?.version ?? intent.version;
  const tag = result?.tag ?? intent.basedOn;
  return tag === tagOf(row)
    ? etagOf(row, version)
    : formatEtag({ tag, version, operationId: isEdited ? id : undefined });
}
