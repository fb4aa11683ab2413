import { parse } from 'yaml';
import { anIntent, aReference, SETTINGS } from './__testUtils__/fixtures';
import { buildReference } from './buildReference';
import { projectReference } from './projectReference';
import { toManifest } from './toManifest';

describe('buildReference', () => {
  it('S0.7 S1.2: writes what OpenChoreo reads, with one path and a property for each key', () => {
    expect(
      buildReference(
        anIntent({
          type: 'kubernetes.io/basic-auth',
          category: 'git-credentials',
          labels: { team: 'payments' },
          description: 'for the shop',
          owner: 'group:default/payments',
          project: 'shop',
          component: 'api',
          template: { labels: { a: 'b' } },
          expiresAt: '2027-01-01T00:00:00Z',
          refreshInterval: '60m',
          storedAs: { password: 'base64' },
        }),
      ),
    ).toEqual({
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'SecretReference',
      metadata: {
        name: 'db',
        namespace: 'acme',
        labels: {
          team: 'payments',
          'openchoreo.dev/secret-type': 'git-credentials',
          'openchoreo.dev/managed-by': 'openchoreo-api',
          'openchoreo.dev/project': 'shop',
          'openchoreo.dev/component': 'api',
        },
        annotations: {
          'strongroom.dev/description': 'for the shop',
          'strongroom.dev/owner': 'group:default/payments',
          'strongroom.dev/expires-at': '2027-01-01T00:00:00Z',
          'strongroom.dev/created-by': 'user:default/developer',
          'strongroom.dev/updated-by': 'user:default/developer',
          'strongroom.dev/updated-at': '2026-11-22T10:00:00.000Z',
          'strongroom.dev/operation': 'op-db',
          'strongroom.dev/stored-as': 'password',
        },
      },
      spec: {
        targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
        template: {
          type: 'kubernetes.io/basic-auth',
          metadata: { labels: { a: 'b' } },
        },
        data: [
          {
            secretKey: 'password',
            remoteRef: { key: 'secret/acme/generic/db', property: 'password' },
          },
          {
            secretKey: 'username',
            remoteRef: { key: 'secret/acme/generic/db', property: 'username' },
          },
        ],
        refreshInterval: '1h',
      },
    });
    const bare = buildReference(anIntent());
    expect(bare.metadata.labels).toEqual({
      'openchoreo.dev/managed-by': 'openchoreo-api',
    });
    expect(bare.spec).toMatchObject({
      template: { type: 'Opaque' },
      refreshInterval: '1h',
    });
    expect(bare.spec!.template).not.toHaveProperty('metadata');
  });

  it('T16: a label of the user never replaces one of a program', () => {
    const { metadata } = buildReference(
      anIntent({ labels: { 'openchoreo.dev/managed-by': 'me' } }),
    );
    expect(metadata.labels!['openchoreo.dev/managed-by']).toBe(
      'openchoreo-api',
    );
  });
});

describe('toManifest', () => {
  const reference = {
    ...aReference(
      {
        description: 'for the shop',
        labels: { team: 'yes', 'argocd.argoproj.io/instance': 'shop' },
        project: 'shop',
        keys: ['on', '1_0'],
        refreshInterval: '30s',
      },
      {
        generation: 3,
        managedFields: [{ manager: 'strongroom' }],
        finalizers: ['a/b'],
      },
    ),
    status: { conditions: [{ type: 'Ready' }] },
  };

  it('S1.4 S4.6: declares the reference and nothing that happened to it', () => {
    const manifest = toManifest(reference);
    expect(parse(manifest)).toEqual({
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'SecretReference',
      metadata: {
        name: 'db',
        namespace: 'acme',
        labels: { team: 'yes', 'openchoreo.dev/project': 'shop' },
        annotations: { 'strongroom.dev/description': 'for the shop' },
      },
      spec: reference.spec,
    });
    expect(manifest).not.toMatch(/status|managedFields|uid|op-db|generation/);
  });

  it('reads the same by YAML 1.1, as Kubernetes tools do', () => {
    expect(parse(toManifest(reference), { version: '1.1' })).toMatchObject({
      metadata: { labels: { team: 'yes' } },
      spec: { data: [{ secretKey: '1_0' }, { secretKey: 'on' }] },
    });
    expect(
      projectReference(parse(toManifest(reference)), SETTINGS),
    ).toMatchObject({ source: 'manual', managed: false });
  });
});
