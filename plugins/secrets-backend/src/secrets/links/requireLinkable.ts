import { explainNamespaceName } from '@strongroom/backstage-plugin-secrets-common';
import { RESOURCES } from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../../clusters/types';
import { SecretsError } from '../../errors';

/** What the secrets of tenants stand in, each managed as what it is. */
const OWN_PREFIX = 'openchoreo-kv-';

/**
 * Lets a namespace of the plane be linked from only when it belongs to the tenant, by its labels. One that does not and
 * one that is not there are refused alike, so that nobody finds out what a plane has.
 *
 * @throws SecretsError `NotAllowed`
 */
export async function requireLinkable(
  plane: ConnectedPlane,
  options: { tenant: string; namespace: string; signal?: AbortSignal },
): Promise<void> {
  const { tenant, namespace, signal } = options;
  const isName =
    explainNamespaceName(namespace) === undefined &&
    !namespace.startsWith(OWN_PREFIX);
  // by the account of the portal: who belongs where is not the caller's to say
  const found =
    isName &&
    (await plane.kubernetes?.getMetadata(
      RESOURCES.namespace,
      { name: namespace },
      { signal },
    ));
  if (!found || !plane.linkSelector.matches(found.metadata.labels, tenant)) {
    throw new SecretsError(
      'NotAllowed',
      `Only Secrets in namespaces of the plane that belong to ${tenant} can be linked from there.`,
    );
  }
}
