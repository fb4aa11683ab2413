import { syncedResourceVersion } from './syncedResourceVersion';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

describe('syncedResourceVersion', () => {
  it('is what External Secrets 0.20.4 wrote for objects that were applied with kubectl', () => {
    const synced = {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { annotations: {}, name: 'db', namespace: 'app' },
      spec: {
        data: [
          {
            remoteRef: { key: 'demo/generic/db', property: 'user' },
            secretKey: 'USER',
          },
          {
            remoteRef: { key: 'demo/generic/db', property: 'pass' },
            secretKey: 'PASS',
          },
        ],
        refreshInterval: '1h',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'bao' },
        target: { name: 'db' },
      },
    };
    expect(
      syncedResourceVersion({
        generation: 2,
        annotations: { [lastApplied]: `${JSON.stringify(synced)}\n` },
      }),
    ).toBe('2-9458231dc75978d1ecb43734dc4e6441fb62e722e0cb677f9ee72f99');
    const once = {
      ...synced,
      metadata: { annotations: {}, name: 'p-once', namespace: 'app' },
      spec: {
        data: synced.spec.data,
        refreshInterval: '2s',
        refreshPolicy: 'CreatedOnce',
        secretStoreRef: synced.spec.secretStoreRef,
        target: { name: 'p-once' },
      },
    };
    expect(
      syncedResourceVersion({
        generation: 1,
        annotations: { [lastApplied]: `${JSON.stringify(once)}\n` },
      }),
    ).toBe('1-0aa5ae3bdc90237b5ce36256d73b818074aa7e2d384dc2512343c807');
  });

  it('prints maps as Go does: sorted by bytes, unescaped, absent as empty', () => {
    // Digests computed with fmt.Sprintf("%+v") and crypto/sha3 of Go 1.26.
    const empty = '0-f47fe3c0b255b6dd8047cdffa772587bb829efe7a1cb70febeda2eb2';
    expect(syncedResourceVersion({})).toBe(empty);
    expect(syncedResourceVersion({ annotations: {}, labels: {} })).toBe(empty);
    expect(
      syncedResourceVersion({
        generation: 7,
        annotations: {
          'openchoreo.dev/sync-trigger': '2026-11-22T10:31:25.244596981Z',
          '\u{10000}': 'x',
          '\uffee': 'y',
          a: 'é b:c\n',
        },
        labels: { z: '1', B: '2' },
      }),
    ).toBe('7-76d970a3685de407fa2ee5ee4e6bdd0ce2cde67bc96aa6d52f4976af');
  });
});
