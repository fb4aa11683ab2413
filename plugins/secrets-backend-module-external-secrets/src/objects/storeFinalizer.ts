import { PartialObjectMetadata } from '@strongroom/backstage-plugin-secrets-node';

/** By it External Secrets holds a PushSecret until the store has confirmed that the value is gone. */
export const STORE_FINALIZER = 'pushsecret.externalsecrets.io/finalizer';

/** Whether External Secrets still holds an object. */
export function isHeldForStore({ metadata }: PartialObjectMetadata): boolean {
  return metadata.finalizers?.includes(STORE_FINALIZER) ?? false;
}
