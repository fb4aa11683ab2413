import { SECRET_TYPES } from '../vocabulary';
import { explainEntityRef } from './entityRefs';
import { checkKeys } from './keys';
import { REQUIRED_KEYS, STORE_SEGMENTS } from './secretTypes';

describe('checkKeys', () => {
  it('asks for the keys of the type, and for no others', () => {
    const missing = SECRET_TYPES.flatMap(type =>
      checkKeys(type, ['other']).errors.map(({ field }) => field),
    );
    expect(missing).toEqual([
      'data.password',
      'data.ssh-privatekey',
      'data..dockerconfigjson',
      'data.tls.crt',
      'data.tls.key',
    ]);
    for (const type of SECRET_TYPES) {
      expect(checkKeys(type, [...REQUIRED_KEYS[type], 'extra'])).toEqual({
        errors: [],
        warnings: [],
      });
    }
  });

  it('T10: warns of keys that differ only in capitals, and refuses odd ones by name', () => {
    const { errors, warnings } = checkKeys('Opaque', [
      'token',
      'Token',
      '__proto__',
      'constructor',
      't\u043eken',
      '..data',
    ]);
    expect(errors.map(({ field }) => field)).toEqual([
      'data.t\u043eken',
      'data...data',
    ]);
    expect(warnings).toEqual([
      {
        field: 'data.Token',
        message: '"Token" and "token" differ only in capitals.',
      },
    ]);
  });

  it('has a segment of the store path for each type', () => {
    expect(SECRET_TYPES.map(type => STORE_SEGMENTS[type])).toEqual([
      'generic',
      'basic-auth',
      'ssh-auth',
      'registry',
      'tls',
    ]);
  });
});

describe('explainEntityRef', () => {
  it('takes full references only', () => {
    for (const ref of [
      'group:default/payments',
      'User:default/a.b_c-d',
      `group:default/${'n'.repeat(63)}`,
    ]) {
      expect(explainEntityRef(ref)).toBeUndefined();
    }
    for (const ref of [
      '',
      'payments',
      'group:payments',
      'default/payments',
      'group:Default/payments',
      'group:default/pay ments',
      'group:default/payments\n',
      'group:-a/payments',
      'group:default/a/b',
      `group:default/${'n'.repeat(64)}`,
      `group:${'n'.repeat(64)}/a`,
    ]) {
      expect(explainEntityRef(ref)).toBeDefined();
    }
  });
});
