import {
  SecretStore,
  StoredSecretDescription,
  StoredSecretRef,
} from '@strongroom/backstage-plugin-secrets-node';
import { Link, LinkTarget, SecretTarget } from './types';

/**
 * What the plane says of a secret. Of what a path link points to it is asked nothing: that value is none of the secret's
 * business, and whoever may write references must not learn about it by one.
 */
export async function describeStored(
  store: SecretStore,
  ref: StoredSecretRef,
  link: Pick<Link, 'target'> | undefined,
): Promise<StoredSecretDescription | undefined> {
  return describeTarget(store, ref, link?.target);
}

/** The same by what it is a link to. */
export async function describeTarget(
  store: SecretStore | undefined,
  ref: StoredSecretRef,
  target: LinkTarget | undefined,
): Promise<StoredSecretDescription | undefined> {
  switch (target?.kind) {
    case 'path':
      return undefined;
    case 'secret':
      return store?.links?.describe(placeOf(ref, target));
    default:
      return store?.describe(ref);
  }
}

/** Where a linked Secret stands, and what its values are carried to. */
export function placeOf(
  { namespace, name }: { namespace: string; name: string },
  { remoteKey, source }: SecretTarget,
) {
  return { namespace, name, remoteKey, source };
}
