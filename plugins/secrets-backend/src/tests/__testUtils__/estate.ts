import { KubernetesObject } from '@strongroom/embedded-cluster';
import { TestPortal } from './startPortal';
import { PAYMENTS } from './tenants';

export const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' };
export const SECRETS = { group: '', version: 'v1', resource: 'secrets' };
export const REFERENCES = {
  group: 'openchoreo.dev',
  version: 'v1alpha1',
  resource: 'secretreferences',
};
export const WORKLOADS = { ...REFERENCES, resource: 'workloads' };
export const DATA_PLANES = { ...REFERENCES, resource: 'clusterdataplanes' };
export const PUSH_SECRETS = {
  group: 'external-secrets.io',
  version: 'v1alpha1',
  resource: 'pushsecrets',
};
export const EXTERNAL_SECRETS = {
  group: 'external-secrets.io',
  version: 'v1',
  resource: 'externalsecrets',
};

/** The plane that drafts of tests name. */
export const PLANE = { kind: 'ClusterDataPlane', name: 'default' };

/** A create of an Opaque secret with values as text. */
export function draftOf(
  name: string,
  values: Record<string, string> = { token: 'value' },
  more: Record<string, unknown> = {},
) {
  return {
    name,
    type: 'Opaque',
    targetPlane: PLANE,
    data: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, { value }]),
    ),
    ...more,
  };
}

/** A link of an Opaque secret to a path, by default in the tenant's part of the store. */
export function linkOf(name: string, more: Record<string, unknown> = {}) {
  return {
    name,
    type: 'Opaque',
    targetPlane: PLANE,
    source: { kind: 'path', path: `secret/${PAYMENTS}/kept/${name}` },
    keys: { mode: 'mapping', mapping: { token: 'token' } },
    ...more,
  };
}

/** What a path of the store holds; `undefined` when nothing stands there. */
export async function readStore(
  { world }: Pick<TestPortal, 'world'>,
  path: string,
): Promise<Record<string, string> | undefined> {
  const { body } = await world.kv.send('GET', `secret/data/${path}`);
  return body.data?.data ?? undefined;
}

/** Everything that a tenant has in the clusters, by kind and name. */
export async function objectsOf(
  { world }: Pick<TestPortal, 'world'>,
  namespace: string,
): Promise<string[]> {
  const places = [
    { type: REFERENCES, namespace },
    { type: SECRETS, namespace: `openchoreo-kv-${namespace}` },
    { type: PUSH_SECRETS, namespace: `openchoreo-kv-${namespace}` },
  ];
  const found: string[] = [];
  for (const { objects } of Object.values(world.clusters)) {
    for (const place of places) {
      const { items } = await objects.list(place.type, {
        namespace: place.namespace,
      });
      found.push(
        ...items.map(
          ({ metadata }) => `${place.type.resource}/${metadata.name}`,
        ),
      );
    }
  }
  return found;
}

/** A reference as somebody writes it by hand. */
export function referenceOf(
  namespace: string,
  name: string,
  more: {
    keys?: string[];
    path?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  } = {},
): KubernetesObject {
  const key = more.path ?? `secret/${namespace}/generic/${name}`;
  return {
    apiVersion: 'openchoreo.dev/v1alpha1',
    kind: 'SecretReference',
    metadata: {
      namespace,
      name,
      labels: more.labels,
      annotations: more.annotations,
    },
    spec: {
      targetPlane: PLANE,
      template: { type: 'Opaque' },
      data: (more.keys ?? ['token']).map(secretKey => ({
        secretKey,
        remoteRef: { key, property: secretKey },
      })),
    },
  } as KubernetesObject;
}
