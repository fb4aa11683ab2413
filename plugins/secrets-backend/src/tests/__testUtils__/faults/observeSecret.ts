import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import { TestWorld } from '@strongroom/real-cluster';
import { ContractClient } from '../ContractClient';
import { PUSH_SECRETS, readStore, REFERENCES, SECRETS } from '../estate';
import { PLANE_NAMESPACE } from '../layPlaneSecret';

/** What is there of a secret, everywhere it could be. */
export interface ObservedSecret {
  reference?: { keys: string[]; description?: string; managedBy?: string };
  secret?: Record<string, string>;
  pushSecret: boolean;
  stored?: Record<string, string>;
  listed?: string[];
}

/** Looks at the control plane, the plane, the store and the portal's list. */
export async function observeSecret(
  portal: { world: TestWorld; as(user: string): ContractClient },
  namespace: string,
  name: string,
): Promise<ObservedSecret> {
  const { objects } = portal.world.clusters['control-plane'];
  const inPlane = { namespace: `openchoreo-kv-${namespace}`, name };
  const ofLink = { namespace: PLANE_NAMESPACE, name: `${namespace}.${name}` };
  const [reference, secret, own, linked, stored, page] = await Promise.all([
    objects.find(REFERENCES, { namespace, name }) as any,
    objects.find(SECRETS, inPlane) as any,
    objects.find(PUSH_SECRETS, inPlane),
    objects.find(PUSH_SECRETS, ofLink),
    readStore(portal, `${namespace}/generic/${name}`),
    portal.as('platform').get(`/secrets?namespace=${namespace}&q=${name}`),
  ]);
  const listed = page.body.items?.find((item: any) => item.name === name);
  return {
    reference: reference && {
      keys: keysOf(reference.spec.data),
      description: reference.metadata.annotations?.[ANNOTATIONS.description],
      managedBy: reference.metadata.labels?.['openchoreo.dev/managed-by'],
    },
    secret: secret && decoded(secret.data),
    pushSecret: (own ?? linked) !== undefined,
    stored,
    listed: listed?.keys,
  };
}

function keysOf(data: Array<{ secretKey: string }> = []): string[] {
  return data.map(({ secretKey }) => secretKey).sort();
}

function decoded(data: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(data)
      .map(([key, text]) => [key, Buffer.from(text, 'base64').toString()])
      .sort(),
  );
}
