import { GroupVersionResource } from '@strongroom/embedded-cluster';
import { PUSH_SECRETS, readStore, REFERENCES, SECRETS } from './estate';
import { TestPortal } from './startPortal';

/** What is there of a secret, everywhere it could be. */
export interface ObservedEverywhere {
  reference: boolean;
  secret: boolean;
  pushSecret: boolean;
  /** Its key `token` as the store has it. */
  stored: string | undefined;
  listed: boolean;
}

/** Looks at the control plane, the plane, the store and the portal's list. */
export async function observeSecret(
  portal: Pick<TestPortal, 'world' | 'as'>,
  namespace: string,
  name: string,
): Promise<ObservedEverywhere> {
  const { objects } = portal.world.clusters['control-plane'];
  const planeNamespace = `openchoreo-kv-${namespace}`;
  const has = async (type: GroupVersionResource, ns: string) =>
    (await objects.find(type, { namespace: ns, name })) !== undefined;
  const page = await portal
    .as('platform')
    .get(`/secrets?namespace=${namespace}&q=${name}`);
  return {
    reference: await has(REFERENCES, namespace),
    secret: await has(SECRETS, planeNamespace),
    pushSecret: await has(PUSH_SECRETS, planeNamespace),
    stored: (await readStore(portal, `${namespace}/generic/${name}`))?.token,
    listed: page.body.items.some((item: any) => item.name === name),
  };
}
