import {
  SecretStore,
  StoredSecretRef,
} from '@strongroom/backstage-plugin-secrets-node';
import { SecretsError } from '../../errors';
import { SecretRow } from '../../references';
import { Effects } from '../effects/CallerEffects';
import { findPlane } from '../findPlane';
import { requireStore } from '../requireStore';
import { SecretsContext } from '../SecretsContext';

/** Where the versions of a secret are. */
export interface VersionedStore {
  store: SecretStore;
  ref: StoredSecretRef;
}

/**
 * The store that keeps versions of a secret, as far as its driver can do what is asked for.
 *
 * @throws SecretsError `Unsupported` with what is in the way, `PlaneNotFound`, `PlaneHasNoStore`, `PlaneUnreachable`
 */
export function versionedStore(
  context: SecretsContext,
  effects: Effects,
  row: SecretRow,
  capability: 'versions' | 'restore',
): VersionedStore {
  const { namespace, name, targetPlane } = row;
  if (!targetPlane) {
    throw new SecretsError(
      'Unsupported',
      'This secret reference names no plane, so the store that it points to is not known.',
    );
  }
  const plane = findPlane(context, namespace, targetPlane);
  if (!plane.driver.capabilities[capability]) {
    throw new SecretsError(
      'Unsupported',
      capability === 'versions'
        ? `Older versions cannot be seen: the plane ${targetPlane.name} is written by the driver ${plane.driverId}, which does not know of them.`
        : `Versions cannot be restored: the driver ${plane.driverId} of the plane ${targetPlane.name} does not do that.`,
    );
  }
  const store = requireStore(plane, effects);
  const [remoteKey, ...others] = new Set(row.remoteRefs.map(({ key }) => key));
  if (remoteKey === undefined || others.length > 0) {
    throw new SecretsError(
      'Unsupported',
      'The keys of this secret reference point to different places, each with versions of its own.',
    );
  }
  return { store, ref: { namespace, name, remoteKey } };
}
