import {
  ManagedFields,
  ObjectMeta,
} from '@strongroom/backstage-plugin-secrets-node';
import { pushedSecret } from '../tests/__testUtils__/pushSecrets';
import { assertOwnPushSecret } from './ownPushSecret';
import { RemoteKeyRules } from './RemoteKeyRules';
import { PushSecret } from './types';
import {
  hasForeignContent,
  isChangedByOthers,
  isOnlyOurs,
  secretKeysOf,
} from './writers';

const ours: ManagedFields = {
  manager: 'strongroom',
  operation: 'Update',
  fieldsV1: {
    'f:data': { '.': {}, 'f:pass': {}, 'f:__proto__': {} },
    'f:metadata': { 'f:annotations': { 'f:strongroom.dev/operation': {} } },
    'f:type': {},
  },
};
const finalizer: ManagedFields = {
  manager: 'external-secrets',
  operation: 'Update',
  fieldsV1: { 'f:metadata': { 'f:finalizers': { 'v:"x"': {} } } },
};
const status: ManagedFields = {
  manager: 'external-secrets',
  operation: 'Update',
  subresource: 'status',
  fieldsV1: { 'f:status': { 'f:conditions': {} } },
};
const label: ManagedFields = {
  manager: 'kubectl-label',
  operation: 'Update',
  fieldsV1: { 'f:metadata': { 'f:labels': { 'f:team': {} } } },
};
/** Server-side apply by force of an equal value leaves the field with both. */
const applied: ManagedFields = {
  manager: 'openchoreo-api',
  operation: 'Apply',
  fieldsV1: { 'f:data': { 'f:pass': {}, 'f:token': {} } },
};

function written(...managedFields: ManagedFields[]): ObjectMeta {
  return { name: 'db', managedFields };
}

describe('who wrote an object', () => {
  it('is only us when External Secrets added nothing but finalizer and status', () => {
    const made = written(ours, finalizer, status);
    expect(isOnlyOurs(made)).toBe(true);
    expect(hasForeignContent(made)).toBe(false);
  });

  it('is somebody else, too, as soon as any other field shows it', () => {
    expect(isOnlyOurs(written(ours, label))).toBe(false);
    expect(hasForeignContent(written(ours, label))).toBe(false);
    expect(isOnlyOurs(written(ours, applied))).toBe(false);
    expect(hasForeignContent(written(ours, applied))).toBe(true);
    const both: ManagedFields = {
      ...finalizer,
      fieldsV1: { ...finalizer.fieldsV1, 'f:spec': {} },
    };
    expect(isOnlyOurs(written(ours, both))).toBe(false);
  });

  it('says when others changed it after us, and no more once we have changed it again', () => {
    const at = (entry: ManagedFields, second: number) => ({
      ...entry,
      time: `2026-11-22T10:00:0${second}Z`,
    });
    expect(isChangedByOthers(written(at(ours, 2), at(applied, 2)))).toBe(true);
    expect(isChangedByOthers(written(at(ours, 2), at(applied, 3)))).toBe(true);
    expect(isChangedByOthers(written(at(ours, 4), at(applied, 3)))).toBe(false);
    expect(isChangedByOthers(written(at(ours, 2), at(label, 3)))).toBe(false);
    expect(isChangedByOthers(written(at(applied, 3)))).toBe(false);
  });

  it('is not proven by a history without us', () => {
    expect(isOnlyOurs(written())).toBe(false);
    expect(isOnlyOurs(written(status))).toBe(false);
    expect(isOnlyOurs({ name: 'db' })).toBe(false);
  });

  it('tells the keys of all writers, and nothing where there is no history', () => {
    expect(secretKeysOf(written(ours, applied))).toEqual([
      '__proto__',
      'pass',
      'token',
    ]);
    expect(secretKeysOf(written())).toBeUndefined();
  });
});

describe('a PushSecret', () => {
  const rules = RemoteKeyRules.create('secret/{namespace}/{segment}/{name}');
  const ref = {
    namespace: 'acme',
    name: 'db',
    remoteKey: 'secret/acme/generic/db',
  };
  const check = (pushSecret: PushSecret) => () =>
    assertOwnPushSecret(pushSecret, ref, rules);
  const elsewhere = {
    match: { remoteRef: { remoteKey: 'secret/acme/generic/other' } },
  };

  it('is ours to change when it pushes the Secret of its name to the path of the reference', () => {
    expect(check(pushedSecret())).not.toThrow();
  });

  it('T12, T19: is not ours when anything that its deletion would touch is not', () => {
    const selector = { secret: { name: 'db' } };
    for (const pushSecret of [
      pushedSecret({ spec: { selector: { secret: { name: 'other' } } } }),
      pushedSecret({ spec: { selector: { ...selector, generatorRef: {} } } }),
      pushedSecret({
        spec: { selector: { secret: { name: 'db', selector: {} } } },
      }),
      pushedSecret({ spec: { dataTo: [{}] } }),
      pushedSecret({ spec: { data: [elsewhere] } }),
      pushedSecret({
        status: {
          syncedPushSecrets: { 'ClusterSecretStore/bao': { elsewhere } },
        },
      }),
    ]) {
      expect(check(pushSecret)).toThrow(
        expect.objectContaining({ code: 'NotOwned' }),
      );
    }
  });

  it('is not to be deleted when that leaves the value in the store', () => {
    expect(check(pushedSecret({ spec: { deletionPolicy: 'None' } }))).toThrow(
      expect.objectContaining({ code: 'Unsupported' }),
    );
  });
});
