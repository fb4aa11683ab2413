import { Config } from '@backstage/config';

/**
 * Refuses to go on without a permission framework, which would allow everybody everything.
 * @throws Error when `permission.enabled` is not true, unless `secrets.allowWithoutPermissions` says that this is wanted
 */
export function requirePermissions(config: Config): void {
  const enabled = config.getOptionalBoolean('permission.enabled') ?? false;
  const waived =
    config.getOptionalBoolean('secrets.allowWithoutPermissions') ?? false;
  if (!enabled && !waived) {
    throw new Error(
      'The secrets plugin needs permissions: set permission.enabled to true and install a policy, or, where every signed-in user may manage every secret, set secrets.allowWithoutPermissions to true',
    );
  }
}
