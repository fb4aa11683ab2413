import { SecretsError } from '../../errors';
import { SecretReference, SecretRow } from '../../references';
import { Effects } from '../effects/CallerEffects';
import { requireVersion } from '../requireVersion';
import { SecretsContext } from '../SecretsContext';
import { explainConflict } from './explainConflict';

/** The answer to who changes something else than he saw. */
export async function conflictOf(
  { planes, history }: Pick<SecretsContext, 'planes' | 'history'>,
  effects: Effects,
  found: { reference: SecretReference; row: SecretRow },
  etag: string | undefined,
): Promise<SecretsError> {
  const { namespace, name, targetPlane, remoteRefs } = found.row;
  const plane = targetPlane && planes.find(namespace, targetPlane);
  const [entry] = remoteRefs;
  return explainConflict({
    ...found,
    seen: requireVersion(etag),
    history,
    store: plane && effects.storeOf(plane),
    ref: { namespace, name, remoteKey: entry?.key ?? '' },
  });
}
