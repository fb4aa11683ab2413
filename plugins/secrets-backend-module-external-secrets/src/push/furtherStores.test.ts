import { failedWith, pushedSecret } from '../tests/__testUtils__/pushSecrets';
import { PushSecret } from '../objects/types';
import { RemoteKeyRules } from '../objects/RemoteKeyRules';
import { ExternalSecretsStore } from '../store/ExternalSecretsStore';
import { explainOtherStores, observePush } from './observePush';
import { toPushRecord } from './PushRecord';

const REFS = ['bao', 'backup'].map(name => ({
  kind: 'ClusterSecretStore',
  name,
}));
const BOTH = {
  'secret/acme/generic/db/user': {},
  'secret/acme/generic/db/pass': {},
};
const REFUSED =
  'set secret failed: could not write remote ref pass to target secretstore backup: cannot write: Code: 403. Errors:\n\n* permission denied';

function pushed(
  status: PushSecret['status'],
  metadata: Partial<PushSecret['metadata']> = {},
) {
  return pushedSecret({
    metadata: {
      managedFields: [
        {
          manager: 'strongroom',
          operation: 'Update',
          time: '2026-11-22T10:31:20Z',
          fieldsV1: { 'f:spec': {} },
        },
        {
          manager: 'external-secrets',
          operation: 'Update',
          time: '2026-11-22T10:31:21Z',
          fieldsV1: { 'f:metadata': { 'f:finalizers': {} } },
        },
      ],
      ...metadata,
    },
    spec: { secretStoreRefs: REFS },
    status,
  });
}

function observe(pushSecret: PushSecret) {
  return observePush(toPushRecord(pushSecret), 'bao');
}

const inBoth = {
  syncedPushSecrets: {
    'ClusterSecretStore/backup': BOTH,
    'ClusterSecretStore/bao': BOTH,
  },
};

describe('a value that goes to further stores', () => {
  it('S3.3: is Synced when every store has it, the own one told first', () => {
    expect(observe(pushed(inBoth))).toMatchObject({
      state: 'Synced',
      stores: [
        { store: 'bao', state: 'Synced' },
        { store: 'backup', state: 'Synced' },
      ],
    });
    const late = { syncedPushSecrets: { 'ClusterSecretStore/bao': BOTH } };
    expect(observe(pushed(late))).toMatchObject({
      state: 'Pushing',
      stores: [{ state: 'Synced' }, { state: 'Pushing' }],
    });
  });

  it('S3.3: neither hides the success of the own store behind a failure of a further one, nor the failure', () => {
    const refused = {
      ...failedWith(REFUSED),
      syncedResourceVersion: '',
      refreshTime: undefined,
      syncedPushSecrets: {
        'ClusterSecretStore/bao': BOTH,
        'ClusterSecretStore/backup': {},
      },
    };
    const { state, message, stores } = observe(pushed(refused));
    expect(state).toBe('Failed');
    expect(message).toMatch(
      /^The push to the store backup failed: the store refuses .*The plane's own store has the value\.$/,
    );
    expect(stores).toEqual([
      { store: 'bao', state: 'Synced' },
      {
        store: 'backup',
        state: 'Failed',
        message: expect.stringMatching(/^The push to the store backup failed/),
      },
    ]);
  });

  it('S3.3: does not take what a store got earlier for the value of now', () => {
    const refused = { ...failedWith(REFUSED), ...inBoth };
    const changed = {
      managedFields: [
        {
          manager: 'strongroom',
          operation: 'Update' as const,
          time: '2026-11-22T10:31:28Z',
          fieldsV1: { 'f:metadata': { 'f:annotations': {} } },
        },
      ],
    };
    expect(
      observe(pushed({ ...refused, syncedResourceVersion: '1-older' }, changed))
        .stores,
    ).toMatchObject([
      {
        store: 'bao',
        state: 'Pushing',
        message: expect.stringMatching(/cannot be told/),
      },
      { store: 'backup', state: 'Failed' },
    ]);
  });

  it('T2: takes no name for a store that the PushSecret does not name', () => {
    const forged = failedWith(REFUSED.replace('backup', 'elsewhere'));
    const { message } = observe(pushed(forged));
    expect(message).not.toContain('elsewhere');
  });

  it('says which stores have not confirmed a deletion', () => {
    const { then } = observe(
      pushed(
        {
          ...failedWith(
            'Failed to Delete Secrets from Provider: Code: 503. Errors:\n\n* Vault is sealed',
          ),
          syncedPushSecrets: { 'ClusterSecretStore/backup': BOTH },
        },
        { deletionTimestamp: '2026-11-22T10:32:00Z' },
      ),
    );
    expect(then?.message).toBe(
      'The store backup has not confirmed the deletion: the store is sealed.',
    );
  });

  it('T18: tells where the stores of a secret differ from those that a new one would have', () => {
    const record = toPushRecord(pushed(inBoth));
    expect(explainOtherStores(record, ['bao', 'backup'])).toBeUndefined();
    expect(explainOtherStores(record, ['bao'])).toMatch(/: but to backup\./);
    expect(explainOtherStores(record, ['new', 'bao'])).toMatch(
      /: not to new, but to backup\./,
    );
  });
});

describe('the stores of a plane', () => {
  it('S3.3: do not take writes while a further one does not exist', async () => {
    const standing = ['bao'];
    const store = ExternalSecretsStore.create({
      kubernetes: {
        get: async (_: unknown, { name }: { name: string }) =>
          standing.includes(name)
            ? {
                metadata: { name },
                status: { conditions: [{ type: 'Ready', status: 'True' }] },
              }
            : undefined,
      } as never,
      storeName: 'bao',
      alsoPushTo: ['backup'],
      remoteKeys: RemoteKeyRules.create('{namespace}/{name}'),
    });
    expect(await store.readiness()).toEqual({
      ready: false,
      message: expect.stringMatching(/does not exist: backup\.$/),
    });
    standing.push('backup');
    expect(await store.readiness()).toEqual({ ready: true });
  });
});

describe('a PushSecret that finds its stores by their labels', () => {
  const byLabel = (status: PushSecret['status']) =>
    observe(
      pushedSecret({
        spec: {
          secretStoreRefs: [
            {
              kind: 'ClusterSecretStore',
              labelSelector: { matchLabels: { team: 'a' } },
            },
          ],
        },
        status,
      }),
    );

  it("is told by the stores that it found, with a hint where the plane's own is not among them", () => {
    expect(byLabel({})).toMatchObject({ state: 'Synced' });
    expect(byLabel({}).message).toBeUndefined();
    expect(
      byLabel({ syncedPushSecrets: { 'ClusterSecretStore/other': BOTH } }),
    ).toMatchObject({
      state: 'Synced',
      message: expect.stringMatching(/chosen by labels/),
    });
  });

  it('says so when it finds none', () => {
    const { state, then } = byLabel({ conditions: [], syncedPushSecrets: {} });
    expect([state, then?.state]).toEqual(['Pushing', 'Failed']);
    expect(then?.message).toMatch(/^No secret store has the labels/);
  });
});
