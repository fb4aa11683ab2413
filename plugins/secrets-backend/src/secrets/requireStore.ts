import { SecretStore } from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../clusters/types';
import { SecretsError } from '../errors';
import { Effects } from './effects/CallerEffects';

/** The store of a plane, for the effects of a request. @throws SecretsError `PlaneHasNoStore` or `PlaneUnreachable` */
export function requireStore(
  plane: ConnectedPlane,
  effects: Effects,
): SecretStore {
  const { kind, name } = plane.ref;
  if (!plane.storeName) {
    throw new SecretsError(
      'PlaneHasNoStore',
      `The plane ${kind}/${name} names no secret store. A platform engineer has to set one.`,
    );
  }
  const store = effects.storeOf(plane);
  if (!store) {
    throw new SecretsError(
      'PlaneUnreachable',
      `No cluster is configured for the plane ${kind}/${name}.`,
    );
  }
  return store;
}
