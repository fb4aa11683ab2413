import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import { ConnectedPlane } from '../clusters/types';
import { SecretsError } from '../errors';
import { SecretsContext } from './SecretsContext';

/** A plane that a namespace may use. @throws SecretsError `PlaneNotFound` */
export function findPlane(
  context: SecretsContext,
  namespace: string,
  ref: PlaneRef,
): ConnectedPlane {
  const plane = context.planes.find(namespace, ref);
  if (!plane) {
    throw new SecretsError(
      'PlaneNotFound',
      `There is no plane ${ref.kind}/${ref.name} for this namespace.`,
      {
        details: [{ field: 'targetPlane', message: 'There is no such plane.' }],
      },
    );
  }
  return plane;
}
