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
  portal: Pick<TestPortal, 'cluster' | 'as'>,
  namespace: string,
  name: string,
): Promise<ObservedEverywhere> {
  const { store } = portal.cluster.clusters['control-plane'];
  const planeNamespace = `openchoreo-kv-${namespace}`;
  const has = (group: string, version: string, resource: string, ns: string) =>
    store.find({ group, version, resource }, { namespace: ns, name }) !==
    undefined;
  const page = await portal
    .as('platform')
    .get(`/secrets?namespace=${namespace}&q=${name}`);
  return {
    reference: has('openchoreo.dev', 'v1alpha1', 'secretreferences', namespace),
    secret: has('', 'v1', 'secrets', planeNamespace),
    pushSecret: has(
      'external-secrets.io',
      'v1alpha1',
      'pushsecrets',
      planeNamespace,
    ),
    stored: await readStored(portal, `${namespace}/generic/${name}`),
    listed: page.body.items.some((item: any) => item.name === name),
  };
}

async function readStored(
  portal: Pick<TestPortal, 'cluster' | 'as'>,
  path: string,
): Promise<string | undefined> {
  const { address, token } = portal.cluster.kv!;
  const response = await fetch(`${address}/v1/secret/data/${path}`, {
    headers: { 'X-Vault-Token': token },
  });
  const body: any = await response.json();
  return body.data?.data?.token;
}
