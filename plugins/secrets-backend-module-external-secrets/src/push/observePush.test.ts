import { failedWith, pushedSecret } from '../tests/__testUtils__/pushSecrets';
import { PushSecret } from '../objects/types';
import { externalSecretsResourceVersion } from './externalSecretsHash';
import { observePush } from './observePush';
import { toPushRecord } from './PushRecord';

function observe(pushSecret: PushSecret, storeName = 'bao') {
  return observePush(toPushRecord(pushSecret), storeName);
}

/** Where the path of the store stands in the texts that were recorded. */
const URL = 'https://127.0.0.1:18700/v1/secret/data/demo/generic/db';
const READ = 'cannot read secret data from Vault: Error making API request.';

/** What fmt.Sprintf("%+v") of the two maps gives through crypto/sha3, run with Go 1.26. */
const VECTOR = {
  annotations: {
    'openchoreo.dev/sync-trigger': '2026-11-22T10:31:25.244596981Z',
    b: 'x y',
    B: 'é\n',
    'a-b': '1',
    'a.b': '2',
    aB: '3',
  },
  labels: { team: 'payments', a: '' },
  hash: '8d517ad97793301f35e9cdf3ea9f1652e30d968f7f689cba80b98528',
};

describe('what External Secrets computes for an object', () => {
  it('is reproduced for empty and for filled metadata', () => {
    expect(externalSecretsResourceVersion({ name: 'db', generation: 3 })).toBe(
      '3-f47fe3c0b255b6dd8047cdffa772587bb829efe7a1cb70febeda2eb2',
    );
    expect(
      externalSecretsResourceVersion({
        name: 'db',
        generation: 1,
        annotations: VECTOR.annotations,
        labels: VECTOR.labels,
      }),
    ).toBe(`1-${VECTOR.hash}`);
  });
});

describe('push state of a PushSecret', () => {
  it('is Synced only when the store has the object as it stands, every key of it', () => {
    const synced = observe(pushedSecret());
    expect(synced).toEqual({
      state: 'Synced',
      since: new Date('2026-11-22T10:31:26Z'),
      confirmedAt: new Date('2026-11-22T10:31:26Z'),
    });

    const stale: Record<string, PushSecret> = {
      'the spec changed': pushedSecret({
        status: { syncedResourceVersion: '1-aaaa' },
      }),
      'the trigger changed after the push': pushedSecret({
        status: {
          syncedResourceVersion: externalSecretsResourceVersion({
            name: 'db',
            generation: 2,
            annotations: { 'strongroom.dev/operation': 'op-1' },
          }),
        },
      }),
      'a key is not there yet': pushedSecret({
        status: {
          syncedPushSecrets: {
            'ClusterSecretStore/bao': { 'secret/acme/generic/db/user': {} },
          },
        },
      }),
      'only another store has it': pushedSecret({
        status: {
          syncedPushSecrets: {
            'ClusterSecretStore/old': {
              'secret/acme/generic/db/user': {},
              'secret/acme/generic/db/pass': {},
            },
          },
        },
      }),
      'nobody said anything': pushedSecret({ status: { conditions: [] } }),
      'the condition is of another kind': pushedSecret({
        status: { conditions: [{ type: 'Ready', status: 'Unknown' }] },
      }),
    };
    for (const [why, pushSecret] of Object.entries(stale)) {
      expect([why, observe(pushSecret)]).toEqual([
        why,
        {
          state: 'Pushing',
          since: new Date('2026-11-22T10:31:25.244Z'),
          confirmedAt: new Date('2026-11-22T10:31:26Z'),
          then: {
            at: new Date('2026-11-22T10:32:25.244Z'),
            state: 'Failed',
            message: 'There is no answer from External Secrets.',
          },
        },
      ]);
    }
  });

  it('trusts a push later than our trigger where the mark is computed in another way', () => {
    const md5 = '2-0123456789abcdef0123456789abcdef';
    const pushedAt = (refreshTime: string) =>
      observe(
        pushedSecret({ status: { syncedResourceVersion: md5, refreshTime } }),
      ).state;
    expect(pushedAt('2026-11-22T10:31:25Z')).toBe('Synced');
    expect(pushedAt('2026-11-22T10:31:24Z')).toBe('Pushing');
    expect(
      observe(
        pushedSecret({
          status: { syncedResourceVersion: md5.replace('2', '1') },
        }),
      ).state,
    ).toBe('Pushing');
  });

  it('says in our words why a push failed, and never in those of the store', () => {
    const texts: Array<[text: string, message: RegExp]> = [
      [
        `set secret failed: could not write remote ref user to target secretstore bao: ${READ}\n\nURL: GET ${URL}\nCode: 403. Errors:\n\n* permission denied`,
        /refuses External Secrets/,
      ],
      [
        `set secret failed: could not write remote ref user to target secretstore bao: ${READ}\n\nURL: GET ${URL}\nCode: 503. Errors:\n\n* Vault is sealed`,
        /the store is sealed/,
      ],
      [
        `set secret failed: could not write remote ref user to target secretstore bao: cannot read secret data from Vault: Get "${URL}": dial tcp 127.0.0.1:18700: connect: connection refused`,
        /cannot reach the store/,
      ],
      [
        'set secret failed: could not write remote ref a to target secretstore bao: secret not managed by external-secrets',
        /belongs to another writer/,
      ],
      [
        'set secret failed: secret key user does not exist',
        /^The key user that should be pushed is not in the plane's Secret\.$/,
      ],
      [
        'set secret failed: secret key hunter2 does not exist',
        /^A key that should be pushed/,
      ],
      [
        'could not get ClusterSecretStore "nope", ClusterSecretStore.external-secrets.io "nope" not found',
        /does not exist/,
      ],
      [
        'set secret failed: could not get secrets client for store ClusterSecretStore/bao: ClusterSecretStore "bao" is not ready',
        /is not ready/,
      ],
      [
        `set secret failed: ${READ}\n\nURL: PUT ${URL}-sealed-403\nCode: 500. Errors:\n\n* 1 error occurred: hunter2`,
        /an error of its own/,
      ],
      ['hunter2: something new', /only the log of External Secrets tells/],
    ];
    for (const [text, message] of texts) {
      const push = observe(pushedSecret({ status: failedWith(text) }));
      expect(push.state).toBe('Failed');
      expect(push.since).toEqual(new Date('2026-11-22T10:31:29Z'));
      expect(push.message).toMatch(message);
      expect(JSON.stringify(push)).not.toMatch(
        /hunter2|127\.0\.0\.1|URL|Code:/,
      );
    }
  });

  it('is SourceMissing when the Secret to push is gone, as either version says it', () => {
    for (const status of [
      failedWith('could not get source secret'),
      failedWith('source secret deleted', 'SourceDeleted'),
    ]) {
      expect(observe(pushedSecret({ status })).state).toBe('SourceMissing');
    }
  });

  it('is Deleting until the store confirmed, and stuck with its cause after 2 minutes', () => {
    const push = observe(
      pushedSecret({
        metadata: { deletionTimestamp: '2026-11-22T10:31:46Z', generation: 8 },
        status: failedWith(
          `Failed to Delete Secrets from Provider: ${READ}\n\nURL: GET ${URL}\nCode: 503. Errors:\n\n* Vault is sealed`,
        ),
      }),
    );
    expect(push).toMatchObject({
      state: 'Deleting',
      since: new Date('2026-11-22T10:31:46Z'),
      then: {
        at: new Date('2026-11-22T10:33:46Z'),
        state: 'DeleteStuck',
        message:
          'The store has not confirmed the deletion: the store is sealed.',
      },
    });
  });

  it('T18: tells a push to another store than the plane names, and keeps its state', () => {
    expect(observe(pushedSecret(), 'new-store')).toMatchObject({
      state: 'Synced',
      message: expect.stringContaining('another store'),
    });
    const sealed = failedWith('Code: 503. Errors:\n\n* Vault is sealed');
    expect(
      observe(pushedSecret({ status: sealed }), 'new-store'),
    ).toMatchObject({
      state: 'Failed',
      message: expect.stringMatching(/sealed.*another store/),
    });
  });
});
