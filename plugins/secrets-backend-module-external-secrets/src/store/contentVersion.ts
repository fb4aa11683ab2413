import { createHash } from 'node:crypto';
import { PartialObjectMetadata } from '@strongroom/backstage-plugin-secrets-node';

/**
 * Changes with every write to the Secret and to the spec of the PushSecret, whoever makes it. External Secrets writes
 * status and finalizers of the PushSecret alone, which move neither.
 */
export function contentVersion(
  secret: PartialObjectMetadata | undefined,
  pushSecret: PartialObjectMetadata | undefined,
): string {
  const parts = [
    secret?.metadata.uid,
    secret?.metadata.resourceVersion,
    pushSecret?.metadata.uid,
    pushSecret?.metadata.generation,
  ];
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('base64url')
    .slice(0, 22);
}
