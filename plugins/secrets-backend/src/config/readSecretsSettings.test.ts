import { ConfigReader } from '@backstage/config';
import { readSecretsSettings } from './readSecretsSettings';

const KEYS = { record: ['r'.repeat(32)], fingerprint: ['f'.repeat(32)] };

describe('readSecretsSettings', () => {
  const read = (secrets: object) =>
    readSecretsSettings(
      new ConfigReader({ secrets: { keys: KEYS, ...secrets } }),
    );

  it('T22: lets the last call of a dead replica land, however long a cluster may take', () => {
    const cluster = (timeout?: object | string) => ({
      name: 'c',
      inCluster: true,
      ...(timeout && { timeout }),
    });
    expect(read({}).times.requestTimeout).toBe(10_000);
    expect(
      read({ clusters: [cluster(), cluster({ seconds: 2 })] }).times
        .requestTimeout,
    ).toBe(10_000);
    expect(
      read({ clusters: [cluster('45s'), cluster()] }).times.requestTimeout,
    ).toBe(45_000);
    expect(
      read({ clusters: [cluster(), { name: 'g', gateway: {} }] }).times
        .requestTimeout,
    ).toBe(30_000);
    expect(
      read({
        clusters: [cluster('45s')],
        operations: { requestTimeout: '20s' },
      }).times.requestTimeout,
    ).toBe(20_000);
  });

  it('refuses keys that are absent or short, and names them', () => {
    for (const [keys, message] of [
      [{ ...KEYS, record: [] }, 'secrets.keys.record is needed'],
      [{ record: KEYS.record }, 'secrets.keys.fingerprint is needed'],
      [
        { ...KEYS, fingerprint: [...KEYS.fingerprint, 'short'] },
        'secrets.keys.fingerprint[1] is too short',
      ],
    ] as const) {
      expect(() => read({ keys })).toThrow(message);
    }
    expect(() => read({ keys: { ...KEYS, record: ['canary'] } })).not.toThrow(
      'canary',
    );
  });

  it('S0.5 S1.6: takes path templates of known parts only, which keep namespaces apart', () => {
    const template = (text: string) =>
      read({ names: { remoteKey: { openbao: text } } });
    const whole = 'o/{namespace}/{project}/{component}/{segment}/{name}';
    expect(template(whole).remoteKeyTemplates).toEqual({ openbao: whole });
    for (const [wrong, message] of [
      ['{namespace}-{name}', 'secrets.names.remoteKey.openbao must contain'],
      ['{namespace}/{segment}', 'secrets.names.remoteKey.openbao must contain'],
      ['{namespace}/{team}/{name}', 'has {team}, which nothing stands for'],
      ['{namespace}/{name}/{', 'has {, which nothing stands for'],
    ]) {
      expect(() => template(wrong)).toThrow(message);
    }
  });
});
