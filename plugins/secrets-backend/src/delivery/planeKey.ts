import { ConnectedPlane } from '../clusters/types';

/** One name for a plane among all of the installation. */
export function planeKey({
  ref,
  namespace,
}: Pick<ConnectedPlane, 'ref' | 'namespace'>): string {
  return `${ref.kind}/${namespace ?? ''}/${ref.name}`;
}
