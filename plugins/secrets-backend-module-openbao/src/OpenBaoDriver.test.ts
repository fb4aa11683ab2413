import { startTestBackend } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { storeDriversExtensionPoint } from '@strongroom/backstage-plugin-secrets-node';
import fc from 'fast-check';
import openBaoModule, { OpenBaoDriver } from './index';
import { encodePath, parsePath } from './kv/storePath';
import { PathRules } from './store/PathRules';

describe('the driver openbao', () => {
  const driver = OpenBaoDriver.create();
  const validate = (config: object) => () =>
    driver.validateConfig(new ConfigReader(config as never));
  const good = {
    address: 'https://bao.example:8200',
    mount: 'secret',
    auth: { token: { value: 's.very-secret' } },
  };

  it('is registered under its id by the module', async () => {
    const drivers = new Map<string, unknown>();
    const backend = await startTestBackend({
      extensionPoints: [
        [
          storeDriversExtensionPoint,
          { addDriver: (id, added) => drivers.set(id, added) },
        ],
      ],
      features: [openBaoModule],
    });
    expect([...drivers.keys()]).toEqual(['openbao']);
    expect(drivers.get('openbao')).toBeInstanceOf(OpenBaoDriver);
    await backend.stop();
  });

  it('promises only what it has', () => {
    expect(driver.capabilities).toEqual({
      versions: true,
      restore: true,
      partialUpdate: true,
      compareAndSet: true,
      reveal: false,
      binary: false,
      maxBytes: 716_800,
      seesForeignWrites: true,
    });
  });

  it('takes every way to log in, with all that may be set', () => {
    for (const auth of [
      { kubernetes: { role: 'portal' } },
      { kubernetes: { role: 'r', mountPath: 'k8s/a', tokenPath: '/t' } },
      { appRole: { roleId: 'r', secretId: 's', mountPath: 'approle' } },
      { appRole: { roleId: 'r', secretIdPath: '/s' } },
      { jwt: { tokenPath: '/t' } },
      { jwt: { role: 'r', token: 'jwt', mountPath: 'oidc' } },
      { token: { path: '/t' } },
    ]) {
      expect(validate({ ...good, auth })).not.toThrow();
    }
    expect(
      validate({
        ...good,
        mount: 'team/kv/',
        namespace: 'org/team',
        caFile: '/ca.crt',
        tlsServerName: 'bao',
        managedBy: 'portal',
        timeout: '5s',
        connectTimeout: { seconds: 1 },
        pollInterval: 'PT1M',
      }),
    ).not.toThrow();
  });

  it('refuses what it would ignore or cannot use, names the key and never quotes a credential', () => {
    const wrong: Array<[object, RegExp]> = [
      [{ ...good, adress: 'x' }, /'adress'/],
      [{ ...good, tlsSkipVerify: true }, /'tlsSkipVerify'/],
      [{ ...good, auth: { userpass: {} } }, /'userpass'/],
      [{ ...good, auth: {} }, /exactly one of/],
      [
        { ...good, auth: { token: { value: 'x' }, jwt: { token: 'y' } } },
        /exactly one of/,
      ],
      [
        { ...good, auth: { token: { value: 's.very-secret', file: 'x' } } },
        /'file'/,
      ],
      [
        { ...good, auth: { token: { value: 's.very-secret', path: '/x' } } },
        /either 'value' or 'path'/,
      ],
      [{ ...good, auth: { appRole: { roleId: 'r' } } }, /'secretId'/],
      [{ ...good, auth: { appRole: { secretId: 's' } } }, /roleId/],
      [
        { ...good, auth: { jwt: { token: 't', mountPath: '../x' } } },
        /'mountPath'/,
      ],
      [{ ...good, address: undefined }, /address/],
      [{ ...good, address: 'bao:8200/x' }, /'address'/],
      [{ ...good, address: 'https://bao/v1' }, /'address'/],
      [{ ...good, address: 'https://u:p@bao' }, /'address'/],
      [{ ...good, mount: '' }, /mount/],
      [{ ...good, mount: 'a/../b' }, /'mount'/],
      [{ ...good, mount: 'a//b' }, /'mount'/],
      [{ ...good, namespace: '/x' }, /'namespace'/],
      [{ ...good, timeout: 'soon' }, /timeout/],
      [{ ...good, pollInterval: { seconds: 0 } }, /'pollInterval'/],
    ];
    for (const [config, message] of wrong) {
      expect(validate(config)).toThrow(message);
      expect(validate(config)).not.toThrow(/very-secret/);
    }
    expect(() => driver.validateConfig(undefined)).toThrow(/driverConfig/);
  });

  it('T32: speaks plain http to this machine only, unless it is told to', () => {
    const at = (address: string, more = {}) =>
      validate({ ...good, address, ...more });
    for (const address of [
      'http://127.0.0.1:8200',
      'http://localhost:8200',
      'http://[::1]:8200',
    ]) {
      expect(at(address)).not.toThrow();
    }
    for (const address of [
      'http://bao:8200',
      'http://10.0.0.1:8200',
      'http://127.0.0.1.example:8200',
      'http://localhost.example',
    ]) {
      expect(at(address)).toThrow(/plain http/);
      expect(at(address, { allowInsecure: false })).toThrow(/plain http/);
      expect(at(address, { allowInsecure: true })).not.toThrow();
    }
    expect(at('http://localhost', { caFile: '/ca' })).toThrow(/caFile/);
    expect(at('ftp://localhost')).toThrow(/https/);
  });
});

describe('paths in the mount', () => {
  const standard = PathRules.create('{namespace}/{segment}/{name}');

  it('T12: are made of plain segments alone, and no text reaches another folder', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom('..', '.', '', '%2e%2e', 'a%2fb', 'a\\b', 'A', 'a\u0000'),
    );
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1 }), parts => {
        const remoteKey = ['acme', 'generic', ...parts].join('/');
        const path = standard.inside({
          namespace: 'acme',
          name: 'x',
          remoteKey,
        });
        const { pathname } = new URL(`http://x/${encodePath(path ?? [])}`);
        expect([undefined, `/${remoteKey}`]).toContain(path && pathname);
        expect([undefined, remoteKey]).toContain(path?.join('/'));
      }),
    );
    for (const path of [
      '',
      '/',
      'a/',
      '/a',
      'a//b',
      '..',
      'a/./b',
      '-a',
      'a.',
    ]) {
      expect([path, parsePath(path)]).toEqual([path, undefined]);
    }
    expect(parsePath('a.b/c-d/0')).toEqual(['a.b', 'c-d', '0']);
  });

  it('T13: belong to exactly one namespace', () => {
    const at = (namespace: string, remoteKey: string) =>
      standard.inside({ namespace, name: 'db', remoteKey }) !== undefined;
    expect(at('acme', 'acme/generic/db')).toBe(true);
    expect(at('acme', 'acme-2/generic/db')).toBe(false);
    expect(at('acme-2', 'acme/generic/db')).toBe(false);
    expect(at('acme', 'acme')).toBe(false);
    expect(at('acme', 'acme/')).toBe(false);
  });

  it('follow another template, whose fixed part is the folder that is read', () => {
    const rules = PathRules.create('portal/prod/{namespace}/{segment}/{name}');
    const ref = { namespace: 'acme', name: 'db' };
    expect(standard.root).toEqual([]);
    expect(rules.root).toEqual(['portal', 'prod']);
    const remoteKey = 'portal/prod/acme/tls/db';
    expect(rules.inside({ ...ref, remoteKey })).toHaveLength(5);
    expect(rules.inside({ ...ref, remoteKey: 'acme/tls/db' })).toBeUndefined();
    const bySegment = PathRules.create('{segment}/{namespace}/{name}-secret');
    expect(bySegment.root).toEqual([]);
    const other = { ...ref, remoteKey: 'tls/acme/db-secret' };
    expect(bySegment.inside(other)).toHaveLength(3);
    expect(bySegment.namesOnly(other)).toBe(true);
    expect(
      bySegment.namesOnly({ ...other, remoteKey: 'tls/acme/x-secret' }),
    ).toBe(false);
  });
});
