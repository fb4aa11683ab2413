import { PartialObjectMetadata } from '@strongroom/backstage-plugin-secrets-node';

/** By it External Secrets holds a PushSecret until the store has confirmed that the value is gone. */
export const STORE_FINALIZER = 'pushsecret.externalsecrets.io/finalizer';

/** Of Kubernetes itself, for the time that a deletion takes. */
const OF_DELETION = ['foregroundDeletion', 'orphan'];

/** Whether another controller holds an object, and would go on to do so when External Secrets has let it go. */
export function isHeldByOthers({ metadata }: PartialObjectMetadata): boolean {
  return (metadata.finalizers ?? []).some(
    finalizer =>
      finalizer !== STORE_FINALIZER && !OF_DELETION.includes(finalizer),
  );
}

/** Whether External Secrets still holds an object. */
export function isHeldForStore({ metadata }: PartialObjectMetadata): boolean {
  return metadata.finalizers?.includes(STORE_FINALIZER) ?? false;
}
