import { ConfigReader } from '@backstage/config';
import { requirePermissions } from './requirePermissions';

describe('requirePermissions', () => {
  it('refuses to start without permissions, unless that is said to be wanted', () => {
    const check = (config: object) => () =>
      requirePermissions(new ConfigReader(config as any));
    expect(check({ permission: { enabled: true } })).not.toThrow();
    expect(check({})).toThrow(/allowWithoutPermissions/);
    expect(check({ permission: { enabled: false } })).toThrow(
      /permission.enabled/,
    );
    expect(
      check({
        permission: { enabled: false },
        secrets: { allowWithoutPermissions: false },
      }),
    ).toThrow(/permission.enabled/);
    expect(
      check({
        permission: { enabled: false },
        secrets: { allowWithoutPermissions: true },
      }),
    ).not.toThrow();
  });
});
