import { ConfigReader } from '@backstage/config';
import { startTestBackend } from '@backstage/backend-test-utils';
import { storeDriversExtensionPoint } from '@strongroom/backstage-plugin-secrets-node';
import fc from 'fast-check';
import externalSecretsModule, { ExternalSecretsDriver } from './index';
import { RemoteKeyRules } from './objects/RemoteKeyRules';
import { storeReadiness } from './store/storeReadiness';

describe('the driver external-secrets', () => {
  const driver = ExternalSecretsDriver.create();

  it('is registered under its id by the module', async () => {
    const drivers = new Map<string, unknown>();
    const backend = await startTestBackend({
      extensionPoints: [
        [
          storeDriversExtensionPoint,
          { addDriver: (id, added) => drivers.set(id, added) },
        ],
      ],
      features: [externalSecretsModule],
    });
    expect([...drivers.keys()]).toEqual(['external-secrets']);
    expect(drivers.get('external-secrets')).toBeInstanceOf(
      ExternalSecretsDriver,
    );
    await backend.stop();
  });

  it("T9: refuses a namespace whose plane's namespace would be too long, saying how long it may be", () => {
    const explain = (length: number) =>
      driver.explainName({ namespace: 'n'.repeat(length), name: 'db' });
    expect(explain(49)).toBeUndefined();
    expect(explain(50)).toMatch(/has 50 characters.*at most 49/);
  });

  it('refuses settings that it would ignore', () => {
    expect(() => driver.validateConfig(undefined)).not.toThrow();
    expect(() => driver.validateConfig(new ConfigReader({}))).not.toThrow();
    expect(() =>
      driver.validateConfig(new ConfigReader({ mount: 'secret' })),
    ).toThrow(/'mount'/);
  });
});

describe('paths in the store', () => {
  const standard = 'secret/{namespace}/{segment}/{name}';

  it('T12: belong to exactly one namespace, and have no way up', () => {
    const rules = RemoteKeyRules.create(standard);
    const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,10}[a-z0-9])?$/);
    fc.assert(
      fc.property(label, label, label, (one, other, name) => {
        const remoteKey = `secret/${one}/generic/${name}`;
        const own = { namespace: one, name, remoteKey };
        expect([rules.isInside(own), rules.isDerived(own)]).toEqual([
          true,
          true,
        ]);
        expect(rules.isInside({ ...own, namespace: other })).toBe(
          one === other,
        );
      }),
    );
    for (const remoteKey of [
      'secret/acme',
      'secret/acme/',
      'secret/acme//x',
      'secret/acme/../other/x',
      'secret/acme/./x',
      'secret/acme-2/generic/x',
      'other/secret/acme/generic/x',
    ]) {
      const ref = { namespace: 'acme', name: 'x', remoteKey };
      expect([remoteKey, rules.isInside(ref)]).toEqual([remoteKey, false]);
    }
  });

  it('stay good in their standard form when another one is configured', () => {
    const rules = RemoteKeyRules.create(
      'kv/org/{namespace}/{segment}/{name}',
      standard,
    );
    const at = (remoteKey: string) =>
      rules.isInside({ namespace: 'acme', name: 'db', remoteKey });
    expect(at('kv/org/acme/tls/db')).toBe(true);
    expect(at('secret/acme/tls/db')).toBe(true);
    expect(at('secret/acme/tls/other')).toBe(false);
    expect(at('kv/org/other/tls/db')).toBe(false);
  });
});

describe('readiness of a ClusterSecretStore', () => {
  const store = (
    status: Parameters<typeof storeReadiness>[0] extends infer S
      ? S extends { status?: infer T }
        ? T
        : never
      : never,
    spec = {},
  ) => storeReadiness({ metadata: { name: 'default' }, spec, status });
  const ready = (reason: string, status = 'True') => [
    { type: 'Ready', status, reason },
  ];

  it('S2.13: tells what keeps it from taking writes', () => {
    expect(storeReadiness(undefined).message).toMatch(/does not exist/);
    expect(store({}).message).toMatch(/has not looked/);
    expect(
      store({ conditions: ready('InvalidProviderConfig', 'False') }).message,
    ).toMatch(/cannot reach/);
    expect(
      store({ capabilities: 'ReadOnly', conditions: ready('Valid') }).message,
    ).toMatch(/only be read/);
    const valid = { capabilities: 'ReadWrite', conditions: ready('Valid') };
    expect(
      store(valid, { conditions: [{ namespaces: ['prod'] }] }).message,
    ).toMatch(/does not admit/);
    expect(
      store(valid, { conditions: [{ namespaceRegexes: ['^openchoreo'] }] }),
    ).toEqual({ ready: true });
    expect(store(valid)).toEqual({ ready: true });
    expect(store({ conditions: ready('ValidationUnknown') })).toEqual({
      ready: true,
    });
  });
});
