import {
  secretDeletePermission,
  secretUpdatePermission,
} from '@strongroom/backstage-plugin-secrets-common';
import { RowPermissions } from '../../secrets';
import { Access, SecretAttributes } from '../types';

/** What may be done with a secret as long as it is not known which keys are touched. */
export function permissionsOf(
  access: Access,
  attributes: SecretAttributes,
): RowPermissions {
  const untouched = { ...attributes, touches: undefined };
  return {
    update: access.decide(secretUpdatePermission, untouched) !== 'no',
    delete: access.allows(secretDeletePermission, {
      ...attributes,
      touches: 'all',
    }),
  };
}
