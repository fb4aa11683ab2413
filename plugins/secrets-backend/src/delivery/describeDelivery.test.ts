import {
  anObservation,
  aRow,
  CREATED_AT,
} from '../references/__testUtils__/fixtures';
import { describeDelivery } from './describeDelivery';
import { projectConsumer } from './projectConsumer';
import { Consumer, DeliveryFacts, PlaneStanding } from './types';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

function at(milliseconds: number): Date {
  return new Date(Date.parse(CREATED_AT) + milliseconds);
}

const PLANE: PlaneStanding = {
  kind: 'push',
  connected: true,
  hasStore: true,
  listed: true,
  reachability: { reachable: true, since: at(-MINUTE) },
};

const SILENT = { reachable: false, since: at(5 * MINUTE) };

function aConsumer(overrides: Partial<Consumer> = {}): Consumer {
  return {
    namespace: 'dp-acme-shop',
    name: 'api',
    remoteKeys: ['secret/acme/generic/db'],
    storeName: 'vault',
    target: 'api-env',
    ready: true,
    reason: 'SecretSynced',
    since: at(10 * SECOND),
    refreshTime: at(20 * SECOND),
    refreshPolicy: 'interval',
    refreshInterval: '15s',
    ...overrides,
  };
}

function describeFacts(facts: Partial<DeliveryFacts> = {}) {
  const path = describeDelivery({
    row: aRow(),
    plane: PLANE,
    consumers: [],
    now: at(10 * MINUTE),
    ...facts,
  });
  return {
    ...path,
    steps: path.steps.map(({ step, state }) => `${step} ${state}`),
    sentences: path.steps.map(({ sentence }) => sentence),
    remedies: path.steps.map(({ remedy }) => remedy),
  };
}

describe('describeDelivery', () => {
  it('Pending: accepted, and not in the plane yet', () => {
    for (const facts of [
      { now: at(59 * SECOND) },
      { now: at(10 * MINUTE), running: { kind: 'create' as const } },
      {
        observation: anObservation({ state: 'Pending', since: at(0) }),
      },
    ]) {
      expect(describeFacts(facts)).toMatchObject({
        state: 'Pending',
        since: at(0),
        message: 'Accepted; the value is not in the plane yet.',
        steps: ['saved running', 'pushed waiting'],
      });
    }
  });

  it('Pushing, and Failed when nothing is heard until the deadline', () => {
    const observation = anObservation({
      state: 'Pushing',
      since: at(SECOND),
      then: {
        at: at(61 * SECOND),
        state: 'Failed',
        message: 'There is no answer from External Secrets.',
      },
    });
    expect(describeFacts({ observation, now: at(60 * SECOND) })).toMatchObject({
      state: 'Pushing',
      since: at(SECOND),
      message: 'The value is in the plane; the store has not confirmed it yet.',
      steps: ['saved done', 'pushed running'],
    });
    expect(describeFacts({ observation, now: at(61 * SECOND) })).toMatchObject({
      state: 'Failed',
      since: at(61 * SECOND),
      message: 'There is no answer from External Secrets.',
      steps: ['saved done', 'pushed failed'],
      remedies: [undefined, expect.stringContaining('tries again by itself')],
    });
  });

  it('Synced, also while a consumer has yet to pull it or never will by its own policy', () => {
    const observation = anObservation({
      state: 'Synced',
      since: at(15 * SECOND),
      confirmedAt: new Date(at(20 * SECOND).getTime() + 400),
    });
    const facts = describeFacts({
      observation,
      consumers: [
        aConsumer(),
        aConsumer({ name: 'late', refreshTime: at(19 * SECOND) }),
        aConsumer({
          name: 'once',
          refreshTime: at(0),
          refreshPolicy: 'never',
        }),
        aConsumer({
          name: 'changed',
          refreshTime: at(0),
          refreshPolicy: 'onChange',
        }),
        aConsumer({ name: 'new', ready: undefined, refreshTime: undefined }),
      ],
    });
    expect(facts).toMatchObject({
      state: 'Synced',
      since: at(15 * SECOND),
      message: 'The store has the value.',
      steps: [
        'saved done',
        'pushed done',
        'pulled done',
        'pulled waiting',
        'pulled waiting',
        'pulled waiting',
        'pulled waiting',
      ],
    });
    expect(facts.sentences.slice(2)).toEqual([
      'ExternalSecret dp-acme-shop/api has read the value into the Secret api-env; it reads again every 15s.',
      'ExternalSecret dp-acme-shop/late read the store 9 minutes ago, before the last push; it reads again every 15s.',
      'ExternalSecret dp-acme-shop/once read the store 10 minutes ago, before the last push; by its own policy it does not read again.',
      'ExternalSecret dp-acme-shop/changed read the store 10 minutes ago, before the last push; by its own policy it reads again only when it is changed itself.',
      'ExternalSecret dp-acme-shop/new has not read the store yet.',
    ]);
  });

  it('S2.13: Failed when the push or a single pull fails, and the steps say which', () => {
    expect(
      describeFacts({
        observation: anObservation({
          state: 'Failed',
          since: at(MINUTE),
          message: 'The store refuses the credentials of the plane.',
        }),
        consumers: [aConsumer()],
      }),
    ).toMatchObject({
      state: 'Failed',
      since: at(MINUTE),
      message: 'The store refuses the credentials of the plane.',
      steps: ['saved done', 'pushed failed', 'pulled done'],
    });
    const failed = describeFacts({
      observation: anObservation(),
      consumers: [
        aConsumer(),
        aConsumer({
          name: 'worker',
          ready: false,
          reason: 'SecretSyncedError',
          since: at(2 * MINUTE),
          remoteKeys: ['secret/acme/generic/db', 'secret/acme/generic/mq'],
        }),
        aConsumer({
          name: 'old',
          ready: false,
          reason: 'SomethingNew',
          since: at(MINUTE),
        }),
      ],
    });
    expect(failed).toMatchObject({
      state: 'Failed',
      since: at(MINUTE),
      message: '2 of its 3 consumers could not pull the value.',
      steps: [
        'saved done',
        'pushed done',
        'pulled done',
        'pulled failed',
        'pulled failed',
      ],
    });
    expect(failed.sentences.slice(3)).toEqual([
      'ExternalSecret dp-acme-shop/worker could not read the value from the store, or another path that it reads.',
      'ExternalSecret dp-acme-shop/old reports an error.',
    ]);
    expect(failed.remedies.slice(3).every(Boolean)).toBe(true);
  });

  it('Failed when a managed secret lost its PushSecret, or that pushes elsewhere', () => {
    expect(describeFacts({ now: at(60 * SECOND) })).toMatchObject({
      state: 'Failed',
      since: at(60 * SECOND),
      message: 'Its PushSecret is gone; the value no longer reaches the store.',
      steps: ['saved unknown', 'pushed failed'],
      remedies: [undefined, expect.stringContaining('Sync it')],
    });
    expect(
      describeFacts({ plane: { ...PLANE, kind: 'direct' } }),
    ).toMatchObject({
      state: 'Failed',
      message: 'No value stands at its path in the store.',
      steps: ['saved unknown'],
    });
    expect(
      describeFacts({
        observation: anObservation(
          {},
          { remoteKeys: ['secret/globex/generic/db'] },
        ),
      }),
    ).toMatchObject({
      state: 'Failed',
      message:
        'Its value is pushed to another path than the one the reference points to.',
      steps: ['saved done', 'pushed failed'],
    });
  });

  it('SourceMissing, with the warning not to sync', () => {
    expect(
      describeFacts({
        observation: anObservation({ state: 'SourceMissing', since: at(0) }),
      }),
    ).toMatchObject({
      state: 'SourceMissing',
      message: 'The Secret that holds the value in the plane is gone.',
      steps: ['saved failed', 'pushed failed'],
      remedies: [
        'Set the values again.',
        'Set the values again; a sync now could remove the last copy from the store.',
      ],
    });
  });

  it('Failed, never Deleting or Synced, when it was made onto the dying PushSecret of an earlier one', () => {
    const dying = anObservation({
      state: 'Deleting',
      since: at(0),
      then: { at: at(2 * MINUTE), state: 'DeleteStuck', message: 'Stuck.' },
    });
    for (const now of [at(SECOND), at(10 * MINUTE)]) {
      expect(describeFacts({ observation: dying, now })).toMatchObject({
        state: 'Failed',
        since: at(0),
        message:
          'It was made while an earlier secret of this name was still being deleted. The deletion takes its PushSecret with it, so its value does not reach the store.',
      });
    }
    const running = { kind: 'delete' as const, startedAt: at(0) };
    expect(
      describeFacts({ observation: dying, running, now: at(SECOND) }).state,
    ).toBe('Deleting');
    // Deleted in the second in which it was made.
    const operationId = 'one';
    expect(
      describeFacts({
        row: aRow({}, { operationId }),
        observation: { ...dying, operationId },
        now: at(SECOND),
      }).state,
    ).toBe('Deleting');
  });

  it('Pushing and then Failed when what is pushed lacks keys of the reference, as two writers at once leave it', () => {
    const observation = anObservation({}, { keys: ['username', 'other'] });
    expect(describeFacts({ observation, now: at(MINUTE - 1) }).state).toBe(
      'Pushing',
    );
    expect(describeFacts({ observation, now: at(MINUTE) })).toMatchObject({
      state: 'Failed',
      since: at(MINUTE),
      message:
        'What is pushed to the store lacks keys that the reference names, as when two writers make or change a secret at once.',
    });
    // keys beyond those of the reference, and what pushes the whole Secret, are enough
    for (const keys of [['password', 'username', 'more'], []]) {
      expect(
        describeFacts({ observation: anObservation({}, { keys }) }).state,
      ).toBe('Synced');
    }
  });

  it('Deleting, and DeleteStuck after two minutes with the cause', () => {
    const running = { kind: 'delete' as const, startedAt: at(0) };
    expect(
      describeFacts({
        running,
        observation: anObservation(),
        now: at(2 * MINUTE - 1),
      }),
    ).toMatchObject({ state: 'Deleting', since: at(0) });
    expect(
      describeFacts({
        running,
        observation: anObservation(),
        now: at(2 * MINUTE),
      }),
    ).toMatchObject({
      state: 'DeleteStuck',
      since: at(2 * MINUTE),
      message:
        'The deletion was asked for 2 minutes ago, and the store has not confirmed it.',
    });
    expect(
      describeFacts({
        running,
        observation: anObservation(),
        plane: { ...PLANE, reachability: SILENT },
      }).message,
    ).toBe(
      'The deletion was asked for 10 minutes ago, and the plane does not answer.',
    );
    for (const [plane, cause, reason] of [
      [PLANE, undefined, 'the store has not confirmed it'],
      [PLANE, 'PlaneUnreachable', 'the plane did not answer'],
      [
        PLANE,
        'StoreNotReady',
        'the plane refuses the portal what is needed for it',
      ],
      [
        { ...PLANE, kind: 'direct' as const },
        'PlaneUnreachable',
        'the store does not answer, or is sealed',
      ],
      [PLANE, 'Internal', 'it could not be ended yet'],
    ] as const) {
      const failing = {
        running: { ...running, cause },
        observation: anObservation(),
        plane,
      };
      expect(describeFacts(failing).message).toBe(
        `The deletion was asked for 10 minutes ago, and ${reason}.`,
      );
      expect(describeFacts({ ...failing, now: at(SECOND) }).message).toBe(
        cause
          ? `The value is being deleted from the store. That has not ended: ${reason}.`
          : 'The value is being deleted from the store.',
      );
    }
    const observation = anObservation({
      state: 'Deleting',
      since: at(SECOND),
      then: {
        at: at(2 * MINUTE),
        state: 'DeleteStuck',
        message: 'The store is sealed.',
      },
    });
    for (const facts of [{ observation }, { observation, running }]) {
      expect(describeFacts({ ...facts, now: at(MINUTE) })).toMatchObject({
        state: 'Deleting',
        message: 'The value is being deleted from the store.',
        steps: ['saved done', 'pushed running'],
      });
      expect(describeFacts(facts)).toMatchObject({
        state: 'DeleteStuck',
        since: at(2 * MINUTE),
        message: 'The store is sealed.',
        steps: ['saved done', 'pushed failed'],
      });
    }
  });

  it('Unreachable, with the last known state and its age', () => {
    const plane = { ...PLANE, reachability: SILENT };
    expect(
      describeFacts({ plane, observation: anObservation() }),
    ).toMatchObject({
      state: 'Unreachable',
      since: SILENT.since,
      message:
        'The plane ClusterDataPlane/default does not answer; the last known state, 5 minutes old, is Synced.',
      steps: ['saved done', 'pushed unknown'],
    });
    expect(describeFacts({ plane: { ...plane, listed: false } })).toMatchObject(
      {
        state: 'Unreachable',
        message:
          'The plane ClusterDataPlane/default has not answered for 5 minutes, and was never read before.',
      },
    );
    expect(
      describeFacts({ plane: { ...PLANE, connected: false } }),
    ).toMatchObject({
      state: 'Unreachable',
      message:
        'No cluster is configured for the plane ClusterDataPlane/default, so nothing of it can be seen.',
    });
  });

  it.each([
    [
      'a reference made by hand',
      { row: aRow({}, { source: 'manual', managed: false }) },
      'The reference was made by hand; nothing here delivers its value, so only its consumers can tell whether it is there: no consumer of it is known.',
    ],
    [
      'a reference of Git with consumers',
      {
        row: aRow({}, { source: 'gitops', managed: false }),
        consumers: [aConsumer(), aConsumer({ ready: undefined })],
      },
      'The reference comes from Git; nothing here delivers its value, so only its consumers can tell whether it is there: 1 of 2 have it.',
    ],
    [
      'git credentials of the older kind',
      { row: aRow({}, { legacyGit: true, source: 'openchoreo-api' }) },
      'Git credentials of the older kind; whether the store has the value cannot be told from here, and it stays in the store after a delete.',
    ],
    [
      'a reference made by hand without a plane',
      {
        row: aRow(
          {},
          { source: 'manual', managed: false, targetPlane: undefined },
        ),
        plane: undefined,
        consumers: [aConsumer()],
      },
      'The reference was made by hand; nothing here delivers its value, so only its consumers can tell whether it is there: 1 of 1 have it.',
    ],
    [
      'a reference without a plane',
      { row: aRow({}, { targetPlane: undefined }), plane: undefined },
      'The reference names no target plane, so nobody can tell whether its value is there.',
    ],
    [
      'a plane that is not known',
      { plane: undefined },
      'The reference names the plane ClusterDataPlane/default, which is not known here.',
    ],
    [
      'a plane without a store',
      { plane: { ...PLANE, hasStore: false } },
      'The plane ClusterDataPlane/default names no store, so no value can be delivered.',
    ],
    [
      'a plane that is still being read',
      { plane: { ...PLANE, listed: false } },
      'The plane ClusterDataPlane/default has not been read since the portal started.',
    ],
  ])('Unknown: %s', (_, facts, message) => {
    expect(describeFacts(facts)).toMatchObject({ state: 'Unknown', message });
  });

  it('a reference made by hand fails when its consumer does', () => {
    expect(
      describeFacts({
        row: aRow({}, { source: 'manual', managed: false }),
        consumers: [aConsumer({ ready: false, reason: 'SecretSyncedError' })],
      }),
    ).toMatchObject({
      state: 'Failed',
      message: 'Its consumer could not pull the value.',
      steps: ['saved unknown', 'pushed unknown', 'pulled failed'],
    });
  });

  it('T2 S4.6: no word of a cluster or a store passes through', () => {
    const canary = 'Code: 403. URL: https://10.0.0.1/v1/secret/data/canary';
    const consumer = projectConsumer({
      metadata: { namespace: 'dp', name: 'api' },
      spec: {
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
        refreshInterval: '0',
        data: [{ remoteRef: { key: 'secret/acme/generic/db' } }],
        dataFrom: [{ extract: { key: 'secret/acme/generic/mq' } }],
      },
      status: {
        refreshTime: '2026-11-22T10:00:00Z',
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'SecretSyncedError',
            lastTransitionTime: '2026-11-22T10:01:00Z',
            message: canary,
          } as { type: string },
        ],
      },
    });
    expect(consumer).toEqual({
      namespace: 'dp',
      name: 'api',
      remoteKeys: ['secret/acme/generic/db', 'secret/acme/generic/mq'],
      storeName: 'vault',
      target: 'api',
      ready: false,
      reason: 'SecretSyncedError',
      since: new Date('2026-11-22T10:01:00Z'),
      refreshTime: new Date('2026-11-22T10:00:00Z'),
      refreshPolicy: 'never',
      refreshInterval: '0s',
    });
    const path = describeFacts({
      observation: anObservation(),
      consumers: [consumer, { ...consumer, reason: canary }],
    });
    expect(path.state).toBe('Failed');
    expect(JSON.stringify(path)).not.toContain('403');
  });
});
