import { SecretStore } from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../clusters/types';
import { SecretsError } from '../errors';

/** The store of a plane. @throws SecretsError `PlaneHasNoStore` or `PlaneUnreachable` */
export function requireStore(plane: ConnectedPlane): SecretStore {
  const { kind, name } = plane.ref;
  if (!plane.storeName) {
    throw new SecretsError(
      'PlaneHasNoStore',
      `The plane ${kind}/${name} names no secret store. A platform engineer has to set one.`,
    );
  }
  if (!plane.store) {
    throw new SecretsError(
      'PlaneUnreachable',
      `No cluster is configured for the plane ${kind}/${name}.`,
    );
  }
  return plane.store;
}
