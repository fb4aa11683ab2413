import { ConfigReader } from '@backstage/config';
import { aReference, SETTINGS } from './__testUtils__/fixtures';
import { Interner } from './Interner';
import { projectReference } from './projectReference';
import { readReferenceSettings } from './readReferenceSettings';
import { isProgramKey } from './reservedLabels';
import { formatStoredAs, parseStoredAs } from './storedAs';
import { SecretReference } from './types';

/** As openchoreo-api writes them. */
function openChoreoReference(
  metadata: Partial<SecretReference['metadata']> = {},
): SecretReference {
  return {
    apiVersion: 'openchoreo.dev/v1alpha1',
    kind: 'SecretReference',
    metadata: {
      name: 'regcred',
      namespace: 'acme',
      uid: 'u1',
      resourceVersion: '7',
      creationTimestamp: '2026-11-22T10:08:00Z',
      labels: { 'openchoreo.dev/managed-by': 'openchoreo-api' },
      ...metadata,
    },
    spec: {
      targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
      template: { type: 'kubernetes.io/dockerconfigjson' },
      refreshInterval: '1h0m0s',
      data: [
        {
          secretKey: '.dockerconfigjson',
          remoteRef: {
            key: 'secret/acme/registry/regcred',
            property: '.dockerconfigjson',
          },
        },
      ],
    },
  };
}

describe('projectReference', () => {
  it('S2.6: keeps all that a list shows of a secret that the portal made, and nothing of a program', () => {
    const row = projectReference(
      aReference({
        category: 'git-credentials',
        labels: { team: 'payments', 'app.kubernetes.io/instance': 'shop' },
        description: 'for the shop',
        owner: 'group:default/payments',
        project: 'shop',
        component: 'api',
        expiresAt: '2027-01-01T00:00:00+01:00',
        refreshInterval: '60m',
        storedAs: { password: 'base64' },
      }),
      SETTINGS,
    );
    expect(row).toMatchObject({
      namespace: 'acme',
      name: 'db',
      uid: 'uid-acme-db',
      type: 'Opaque',
      category: 'git-credentials',
      targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
      keys: ['password', 'username'],
      description: 'for the shop',
      owner: 'group:default/payments',
      expiresAt: '2026-12-31T23:00:00.000Z',
      createdAt: '2026-11-22T10:00:00.000Z',
      updatedBy: 'user:default/developer',
      managed: true,
      source: 'portal',
      managedBy: 'openchoreo-api',
      storedAs: { password: 'base64' },
      refreshInterval: '1h',
      operationId: 'op-db',
      legacyGit: false,
    });
    expect(row.labels).toEqual({
      team: 'payments',
      'app.kubernetes.io/instance': 'shop',
      'openchoreo.dev/project': 'shop',
      'openchoreo.dev/component': 'api',
    });
    expect(row.remoteRefs).toEqual([
      {
        secretKey: 'password',
        key: 'secret/acme/generic/db',
        property: 'password',
      },
      {
        secretKey: 'username',
        key: 'secret/acme/generic/db',
        property: 'username',
      },
    ]);
  });

  it('tells who made a reference; the label alone makes nothing of Git ours', () => {
    const sourceOf = (
      metadata: Partial<SecretReference['metadata']>,
      settings = SETTINGS,
    ) => {
      const { source, managed } = projectReference(
        openChoreoReference(metadata),
        settings,
      );
      return [source, managed];
    };
    const api = { 'openchoreo.dev/managed-by': 'openchoreo-api' };
    expect(sourceOf({})).toEqual(['openchoreo-api', true]);
    expect(
      sourceOf({ annotations: { 'strongroom.dev/created-by': 'user:a/b' } }),
    ).toEqual(['portal', true]);
    expect(
      sourceOf({ labels: { 'openchoreo.dev/managed-by': 'strongroom' } }),
    ).toEqual(['portal', true]);
    expect(
      sourceOf(
        { labels: { 'openchoreo.dev/managed-by': 'acme-portal' } },
        { ...SETTINGS, managedBy: 'acme-portal' },
      ),
    ).toEqual(['portal', true]);
    expect(
      sourceOf({ labels: { 'openchoreo.dev/managed-by': 'someone' } }),
    ).toEqual(['manual', false]);
    expect(sourceOf({ labels: undefined })).toEqual(['manual', false]);
    const fromGit: Array<Partial<SecretReference['metadata']>> = [
      { annotations: { 'argocd.argoproj.io/tracking-id': 'x' } },
      { labels: { 'app.kubernetes.io/instance': 'shop' } },
      { labels: { ...api, 'argocd.argoproj.io/instance': 'shop' } },
      { labels: { ...api, 'kustomize.toolkit.fluxcd.io/name': 'shop' } },
      { labels: { 'helm.toolkit.fluxcd.io/namespace': 'shop' } },
    ];
    for (const metadata of fromGit) {
      expect(sourceOf(metadata)).toEqual(['gitops', false]);
    }
    expect(
      sourceOf(
        { labels: { 'gitops.acme.io/app': 'shop' } },
        { ...SETTINGS, gitOps: ['gitops.acme.io/*'] },
      ),
    ).toEqual(['gitops', false]);
  });

  it('reads the older git secrets of OpenChoreo from their labels', () => {
    const reference = openChoreoReference({
      name: 'gs1',
      labels: {
        'kubernetes.io/secret-type': 'basic-auth',
        'openchoreo.dev/secret-type': 'git-credentials',
        'openchoreo.dev/workflow-plane-kind': 'ClusterWorkflowPlane',
        'openchoreo.dev/workflow-plane-name': 'default',
      },
    });
    delete reference.spec!.targetPlane;
    delete reference.spec!.template;
    expect(projectReference(reference, SETTINGS)).toMatchObject({
      type: 'kubernetes.io/basic-auth',
      category: 'git-credentials',
      targetPlane: { kind: 'ClusterWorkflowPlane', name: 'default' },
      source: 'openchoreo-api',
      legacyGit: true,
      labels: {},
    });
  });

  it('makes a row of whatever the API server lets through', () => {
    const row = projectReference(
      {
        metadata: {
          name: 'odd',
          namespace: 'acme',
          labels: { 'openchoreo.dev/secret-type': 'unheard-of' },
          annotations: {
            'strongroom.dev/expires-at': 'some day',
            'strongroom.dev/stored-as': 'a, ,b',
          },
        },
        spec: {
          targetPlane: { kind: 'Elsewhere' as any, name: 'x' },
          data: [
            { secretKey: '__proto__' } as any,
            { secretKey: '__proto__', remoteRef: { key: 'p' } },
          ],
        },
      },
      SETTINGS,
      Interner.create(),
    );
    expect(row).toMatchObject({
      type: 'Opaque',
      category: 'generic',
      keys: ['__proto__'],
      storedAs: { a: 'base64', b: 'base64' },
      source: 'manual',
    });
    expect(row.targetPlane).toBeUndefined();
    expect(row.expiresAt).toBeUndefined();
    expect(
      projectReference({ metadata: { name: 'x' } }, SETTINGS).keys,
    ).toEqual([]);
  });

  it('shares what many rows have in common', () => {
    const interner = Interner.create();
    const [one, two] = ['one', 'two'].map(name =>
      projectReference(
        aReference({ name, labels: { team: 'a' } }),
        SETTINGS,
        interner,
      ),
    );
    expect(one.keys).toBe(two.keys);
    expect(one.labels).toBe(two.labels);
    expect(one.targetPlane).toBe(two.targetPlane);
    expect(one).toEqual(
      projectReference(
        {
          ...aReference({ name: 'one', labels: { team: 'a' } }),
          metadata: {
            ...aReference({ name: 'one', labels: { team: 'a' } }).metadata,
            resourceVersion: one.resourceVersion,
          },
        },
        SETTINGS,
      ),
    );
  });
});

describe('storedAs', () => {
  it('T10: comes back from its annotation with any key', () => {
    const storedAs = Object.fromEntries(
      ['tls.crt', '__proto__', 'constructor'].map(key => [
        key,
        'base64' as const,
      ]),
    );
    const annotation = formatStoredAs(storedAs);
    expect(annotation).toBe('__proto__,constructor,tls.crt');
    expect(Object.keys(parseStoredAs(annotation)).sort()).toEqual(
      Object.keys(storedAs).sort(),
    );
    expect(formatStoredAs({})).toBeUndefined();
    expect(parseStoredAs(undefined)).toEqual({});
  });
});

describe('isProgramKey', () => {
  it('T16: tells the keys of programs from those of users', () => {
    for (const key of [
      'openchoreo.dev/managed-by',
      'internal.openchoreo.dev/x',
      'OpenChoreo.dev/project',
      'strongroom.dev/operation',
      'external-secrets.io/force-sync',
      'kubernetes.io/secret-type',
      'k8s.io/x',
    ]) {
      expect([key, isProgramKey(key)]).toEqual([key, true]);
    }
    for (const key of [
      'team',
      'app.kubernetes.io/name',
      'notopenchoreo.dev/x',
      'openchoreo.dev.acme.io/x',
      'kubernetes.io',
    ]) {
      expect([key, isProgramKey(key)]).toEqual([key, false]);
    }
  });
});

describe('readReferenceSettings', () => {
  it("has OpenChoreo's names by default, and refuses a marker that everything carries", () => {
    expect(readReferenceSettings(new ConfigReader({}))).toEqual(SETTINGS);
    const settings = (names: object) =>
      readReferenceSettings(new ConfigReader({ secrets: { names } } as never));
    expect(
      settings({ managedBy: 'strongroom', gitOps: ['acme.io/git'] }),
    ).toEqual({ managedBy: 'strongroom', gitOps: ['acme.io/git'] });
    expect(() => settings({ gitOps: ['/*'] })).toThrow(/names.gitOps/);
    expect(() => settings({ gitOps: ['*'] })).toThrow(/names.gitOps/);
  });
});
