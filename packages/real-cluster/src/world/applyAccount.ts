import type { GroupVersionResource } from '@strongroom/embedded-cluster';
import type { AccountManifest } from './boundRules';
import type { HttpObjects } from './HttpObjects';

/**
 * Applies manifests of a service account and its roles as they are.
 *
 * @returns the account
 */
export async function applyAccount(
  objects: HttpObjects,
  manifests: AccountManifest[],
): Promise<{ namespace: string; name: string }> {
  for (const manifest of manifests) {
    await objects.ensure(typeOf(manifest), { ...manifest });
  }
  const { metadata } = manifests.find(({ kind }) => kind === 'ServiceAccount')!;
  return { namespace: metadata.namespace!, name: metadata.name };
}

function typeOf({ apiVersion, kind }: AccountManifest): GroupVersionResource {
  const [group, version] = apiVersion.includes('/')
    ? apiVersion.split('/')
    : ['', apiVersion];
  return { group, version, resource: `${kind.toLowerCase()}s` };
}
