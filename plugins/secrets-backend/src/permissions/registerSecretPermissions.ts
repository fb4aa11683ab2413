import { PermissionsRegistryService } from '@backstage/backend-plugin-api';
import { isResourcePermission } from '@backstage/plugin-permission-common';
import {
  RESOURCE_TYPE_SECRET,
  secretsPermissions,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretRules } from './rules';
import { secretResourceRef } from './secretResourceRef';
import { SecretAttributes } from './types';

/** Options of {@link registerSecretPermissions}. */
export interface RegisterSecretPermissionsOptions {
  /**
   * Attributes of secrets, in the order of the refs (`<namespace>/<name>`), for callers that ask the framework about
   * one secret; `undefined` for what is not there, which is then denied.
   */
  getAttributes(refs: string[]): Promise<Array<SecretAttributes | undefined>>;
}

/** Makes the plugin's permissions and rules known to the framework. */
export function registerSecretPermissions(
  registry: PermissionsRegistryService,
  { getAttributes }: RegisterSecretPermissionsOptions,
): void {
  const isOnSecrets = (permission: (typeof secretsPermissions)[number]) =>
    isResourcePermission(permission, RESOURCE_TYPE_SECRET);
  registry.addResourceType({
    resourceRef: secretResourceRef,
    permissions: secretsPermissions.filter(isOnSecrets),
    rules: Object.values(secretRules),
    getResources: getAttributes,
  });
  registry.addPermissions(
    secretsPermissions.filter(permission => !isOnSecrets(permission)),
  );
}
