import { ConnectedPlane } from '../../clusters/types';
import { ReferenceSettings } from '../../references';
import { STRONGROOM } from '../../references/readReferenceSettings';
import { isDefaultRemoteKey } from '../../secrets/draft/remoteKeyOf';
import { IdentifiedFinding } from '../FindFindings';
import { RepairWork } from '../types';
import { RepairIntent } from './repairIntent';

/** The reference of an orphan that is taken over: nothing but what plane and store tell of it. */
export function orphanReference(
  work: Extract<RepairWork, { type: 'adopt-orphan' }>,
  options: {
    finding: IdentifiedFinding;
    plane: ConnectedPlane;
    createdBy: string;
    settings: ReferenceSettings;
  },
): RepairIntent['reference'] {
  const { finding, plane, createdBy, settings } = options;
  const { namespace, name } = finding;
  const { keys, remoteKey, secretType: type } = work;
  const isDefault = isDefaultRemoteKey(
    { namespace, name, type, path: remoteKey },
    plane,
  );
  return {
    namespace,
    name,
    type,
    targetPlane: plane.ref,
    keys,
    remoteKey,
    managedBy: isDefault ? settings.managedBy : STRONGROOM,
    createdBy,
    now: new Date().toISOString(),
  };
}
