import {
  KubernetesResource,
  RESOURCES,
} from '@strongroom/backstage-plugin-secrets-node';
import { core, names, reference, Stage } from '../world';

const nowhere = { kind: 'ClusterSecretStore', name: 'nowhere' };

/** What objects of a kind need besides metadata; planes and workloads need nothing. */
const contents: Record<string, object> = {
  Namespace: {},
  Secret: { data: { a: 'MQ==' } },
  SecretReference: { spec: reference('any').spec },
  PushSecret: {
    spec: {
      secretStoreRefs: [nowhere],
      selector: { secret: { name: 'nothing' } },
      deletionPolicy: 'None',
    },
  },
  ExternalSecret: {
    spec: { secretStoreRef: nowhere, target: { name: 'nothing' }, data: [] },
  },
  Pod: { spec: { containers: [{ name: 'main', image: 'none' }] } },
  ClusterSecretStore: {
    spec: {
      provider: {
        vault: {
          server: 'http://127.0.0.1:1',
          path: 'secret',
          auth: { tokenSecretRef: { name: 'nothing', namespace: 'default' } },
        },
      },
    },
  },
};

/** Kinds that the portal reads or writes, by their names. */
export const kinds = Object.values(RESOURCES).map(
  resource => [resource.kind, resource] as const,
);

/** Path of the collection that an object of a case lives in. */
export function collectionOf(
  { group, version, namespaced, plural }: KubernetesResource,
  namespace: string,
): string {
  const base = group ? `/apis/${group}/${version}` : `/api/${version}`;
  return namespaced
    ? `${base}/namespaces/${namespace}/${plural}`
    : `${base}/${plural}`;
}

/** Path of all objects of a kind, wherever they are. */
export function everywhere({
  group,
  version,
  plural,
}: KubernetesResource): string {
  return group
    ? `/apis/${group}/${version}/${plural}`
    : `/api/${version}/${plural}`;
}

/** An object to create, with a label of its case. */
export function objectOf(
  { group, version, kind }: KubernetesResource,
  name: string,
  { ns }: Stage,
): object {
  return {
    apiVersion: group ? `${group}/${version}` : version,
    kind,
    metadata: { name, labels: { case: ns } },
    ...(contents[kind] ?? { spec: {} }),
  };
}

/** Makes what Pods run as, which a controller would give the namespace a moment later. */
export async function layAccount({ api, ns }: Stage): Promise<void> {
  const account = { metadata: { name: 'default' } };
  const { code } = await api.post(core(ns, 'serviceaccounts'), account);
  expect([201, 409]).toContain(code);
}

/** Selects the objects of a case. */
export function selectorOf({ ns }: Stage): string {
  return `labelSelector=${encodeURIComponent(`case=${ns}`)}`;
}

/** Deletes what a case has made outside of namespaces. */
export async function clearAway(
  stage: Stage,
  resource: KubernetesResource,
): Promise<void> {
  if (!resource.namespaced) {
    const place = everywhere(resource);
    const { body } = await stage.api.get(`${place}?${selectorOf(stage)}`);
    for (const name of names(body)) {
      await stage.api.delete(`${place}/${name}`);
    }
  }
}
