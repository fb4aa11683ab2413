import {
  BasicPermission,
  createPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';

/** Resource type of all permissions that are decided per secret. @public */
export const RESOURCE_TYPE_SECRET = 'secrets-secret';

/** To see the Secrets tab at all. @public */
export const secretsAccessPermission = createPermission({
  name: 'secrets.access',
  attributes: { action: 'read' },
});

/** To see what belongs to no readable secret: denied attempts, orphans, the whole record and whether it is whole. @public */
export const secretsReviewPermission = createPermission({
  name: 'secrets.review',
  attributes: { action: 'read' },
});

/** To see that a secret exists, its keys and its delivery; never its values. @public */
export const secretReadPermission = createPermission({
  name: 'secrets.secret.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SECRET,
});

/** To create a secret; decided on the secret to come. @public */
export const secretCreatePermission = createPermission({
  name: 'secrets.secret.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_SECRET,
});

/** To change a secret, and to see where in the store it lives. @public */
export const secretUpdatePermission = createPermission({
  name: 'secrets.secret.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_SECRET,
});

/** To delete a secret and its value. @public */
export const secretDeletePermission = createPermission({
  name: 'secrets.secret.delete',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_SECRET,
});

/** To link a path of the store outside the namespace's own part, or to adopt a reference to one. @public */
export const linkForeignPermission = createPermission({
  name: 'secrets.reference.link-foreign',
  attributes: { action: 'create' },
});

/** All permissions of the plugin, for policies that list them. @public */
export const secretsPermissions: Array<
  BasicPermission | ResourcePermission<typeof RESOURCE_TYPE_SECRET>
> = [
  secretsAccessPermission,
  secretsReviewPermission,
  secretReadPermission,
  secretCreatePermission,
  secretUpdatePermission,
  secretDeletePermission,
  linkForeignPermission,
];
