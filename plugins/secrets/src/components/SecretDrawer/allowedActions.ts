import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';

/** What the viewer may do with a secret as it is now. @internal */
export interface AllowedActions {
  edit: boolean;
  delete: boolean;
  /** Ask again for a deletion that has not been confirmed yet. */
  deleteAgain: boolean;
  sync: boolean;
  restore: boolean;
  /** Take over what somebody else made. */
  adopt: boolean;
}

/**
 * Finds what may be offered: the viewer's permissions, on what is ours to change.
 * Of a reference that is kept in Git only the value can be set, and only where the portal delivers it.
 * @internal
 */
export function allowedActions(secret: SecretDetails): AllowedActions {
  const { managed, permissions, source, delivery, capabilities } = secret;
  const leaving = isLeaving(secret);
  const isDelivered = source === 'gitops' && delivery.state !== 'Unknown';
  const mayChange = permissions.update && !leaving && (managed || isDelivered);
  return {
    edit: mayChange,
    delete: permissions.delete && managed && !leaving,
    deleteAgain: permissions.delete && managed && leaving,
    // A push whose source is gone may take the last copy out of the store.
    sync: mayChange && delivery.state !== 'SourceMissing',
    // What Git reconciles is refused, and the answer says how to let go of it.
    adopt: permissions.update && !managed && !leaving,
    restore: mayChange && capabilities?.restore === true,
  };
}

/** Whether a deletion of the secret has been asked for. @internal */
export function isLeaving({
  delivery,
}: Pick<SecretDetails, 'delivery'>): boolean {
  return delivery.state === 'Deleting' || delivery.state === 'DeleteStuck';
}
