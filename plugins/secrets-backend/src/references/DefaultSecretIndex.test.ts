import { ConfigReader } from '@backstage/config';
import { RESOURCES } from '@strongroom/backstage-plugin-secrets-node';
import * as fc from 'fast-check';
import { DefaultConsumerIndex } from '../delivery/DefaultConsumerIndex';
import { DefaultDeliveryDirectory } from '../delivery/DefaultDeliveryDirectory';
import { aPlane, FakePlanes, FakeStore } from './__testUtils__/FakePlanes';
import { FakeReflections } from './__testUtils__/FakeReflections';
import {
  anObservation,
  aReference,
  aRow,
  SETTINGS,
} from './__testUtils__/fixtures';
import { DefaultNamespaceDirectory } from './DefaultNamespaceDirectory';
import { DefaultSecretIndex } from './DefaultSecretIndex';
import { PendingChange, SecretOrder, SecretQuery, SecretRow } from './types';

const NOW = new Date('2026-11-22T10:10:00Z');
const REFERENCE = RESOURCES.secretReference;

function tenant(name: string, annotations: Record<string, string> = {}) {
  return {
    metadata: {
      name,
      labels: { 'openchoreo.dev/control-plane': 'true' },
      annotations,
    },
  };
}

function setUp() {
  const control = FakeReflections.create('control-plane');
  const cluster = FakeReflections.create('plane-1');
  const store = new FakeStore();
  const planes = new FakePlanes();
  const plane = aPlane(cluster.client, store);
  planes.put(plane);
  const consumers = DefaultConsumerIndex.create({ planes });
  const deliveries = DefaultDeliveryDirectory.create({ planes, consumers });
  const namespaces = DefaultNamespaceDirectory.fromConfig(
    new ConfigReader({}),
    { kubernetes: control.client },
  );
  const index = DefaultSecretIndex.create({
    kubernetes: control.client,
    namespaces,
    deliveries,
    settings: SETTINGS,
  });
  control.list(RESOURCES.namespace, [tenant('acme'), tenant('globex')]);
  const query = (options: Partial<SecretQuery> = {}) => {
    const { rows, ...rest } = index.query({
      visible: () => true,
      now: NOW,
      ...options,
    });
    return {
      ...rest,
      names: rows.map(({ row }) => `${row.namespace}/${row.name}`),
      states: rows.map(({ delivery }) => delivery.state),
    };
  };
  return { control, cluster, store, planes, plane, index, query, namespaces };
}

describe('DefaultSecretIndex', () => {
  it('S2.10: shows what stands in tenant namespaces and follows every change of it', () => {
    const { control, index, query } = setUp();
    expect(control.selectors(RESOURCES.namespace)).toEqual([
      'openchoreo.dev/control-plane=true',
    ]);
    control.list(REFERENCE, [
      aReference(),
      aReference({ namespace: 'globex', name: 'api' }),
      aReference({ namespace: 'platform', name: 'session-key' }),
    ]);
    expect(query()).toMatchObject({
      names: ['globex/api', 'acme/db'],
      totalItems: 2,
    });
    expect(query({ namespaces: ['acme', 'acme', 'platform'] }).names).toEqual([
      'acme/db',
    ]);
    expect(index.get('platform', 'session-key')).toBeUndefined();

    control.upsert(RESOURCES.namespace, tenant('platform'));
    expect(index.get('platform', 'session-key')).toBeDefined();
    control.remove(RESOURCES.namespace, { name: 'platform' });
    expect(index.get('platform', 'session-key')).toBeUndefined();

    control.upsert(REFERENCE, aReference({ description: 'changed' }));
    expect(index.get('acme', 'db')!.row.description).toBe('changed');
    control.remove(REFERENCE, { namespace: 'acme', name: 'db' });
    expect(query().names).toEqual(['globex/api']);
    expect(index.rows().map(({ name }) => name)).toEqual(['api']);

    control.list(REFERENCE, [aReference({ name: 'mq' })]);
    expect(query().names).toEqual(['acme/mq']);
    control.list(RESOURCES.namespace, [tenant('globex')]);
    expect(query().names).toEqual([]);
  });

  it('T26: says nothing of a row that the caller may not see, in no number', () => {
    const { control, index, query } = setUp();
    control.list(REFERENCE, [
      aReference({ name: 'mine' }),
      aReference({ name: 'theirs', expiresAt: '2026-11-23T00:00:00Z' }),
    ]);
    const visible = (row: SecretRow) => row.name === 'mine';
    expect(query({ visible })).toEqual({
      names: ['acme/mine'],
      states: expect.anything(),
      totalItems: 1,
      nextCursor: undefined,
    });
    expect(index.counts('acme', visible, { now: NOW })).toMatchObject({
      total: 1,
      expiring: 0,
    });
  });

  it('searches name, keys, labels and plane in any case, and narrows by every filter', () => {
    const { control, store, query, index } = setUp();
    control.list(REFERENCE, [
      aReference({ name: 'api-token', keys: ['TOKEN'] }),
      aReference({
        name: 'cert',
        type: 'kubernetes.io/tls',
        labels: { Team: 'Payments' },
        expiresAt: '2026-12-01T10:10:00Z',
      }),
      aReference({
        name: 'git',
        category: 'git-credentials',
        expiresAt: '2026-01-01T00:00:00Z',
        targetPlane: { kind: 'WorkflowPlane', name: 'builds' },
      }),
    ]);
    store.list([anObservation({}, { name: 'cert' })]);
    const found = (filters: SecretQuery['filters']) =>
      query({ filters }).names.map(name => name.slice('acme/'.length));
    expect(found({ q: 'API' })).toEqual(['api-token']);
    expect(found({ q: 'token' })).toEqual(['api-token']);
    expect(found({ q: 'payments' })).toEqual(['cert']);
    expect(found({ q: 'team=pay' })).toEqual(['cert']);
    expect(found({ q: ' workflowplane/BUILDS ' })).toEqual(['git']);
    expect(found({ q: 'passwordusername' })).toEqual([]);
    expect(found({ q: '' })).toHaveLength(3);
    expect(found({ type: 'kubernetes.io/tls' })).toEqual(['cert']);
    expect(found({ category: 'git-credentials' })).toEqual(['git']);
    expect(found({ plane: 'WorkflowPlane/builds' })).toEqual(['git']);
    expect(found({ plane: 'WorkflowPlane/build' })).toEqual([]);
    expect(found({ state: 'Synced' })).toEqual(['cert']);
    expect(found({ expiringWithin: 9 })).toEqual(['cert', 'git']);
    expect(found({ expiringWithin: 8 })).toEqual(['git']);
    expect(found({ q: 'cert', category: 'git-credentials' })).toEqual([]);
    expect(index.counts('acme', () => true, { now: NOW })).toEqual({
      total: 3,
      failed: 1,
      expiring: 2,
    });
    expect(query({ orderBy: 'state' }).states).toEqual([
      'Failed',
      'Unknown',
      'Synced',
    ]);
    expect(query({ orderBy: 'plane', order: 'desc' }).names).toEqual([
      'acme/git',
      'acme/api-token',
      'acme/cert',
    ]);
  });

  it('joins what the plane and its consumers report, and says what does not answer', async () => {
    const { control, cluster, store, planes, plane, index } = setUp();
    control.list(REFERENCE, [aReference()]);
    let isReady = false;
    const ready = index.ready().then(() => {
      isReady = true;
    });
    expect(index.problems(NOW)).toEqual([
      expect.objectContaining({
        code: 'PlaneUnreachable',
        plane: { kind: 'ClusterDataPlane', name: 'default' },
        message:
          'The plane ClusterDataPlane/default is being read; some of its secrets may not show their state yet.',
      }),
    ]);
    await new Promise(setImmediate);
    expect(isReady).toBe(false);
    store.list([anObservation()]);
    await ready;
    expect(index.problems(NOW)).toEqual([]);
    const state = () => index.get('acme', 'db', { now: NOW })!.delivery.state;
    expect(state()).toBe('Synced');
    const push = { state: 'SourceMissing' as const, since: NOW };
    expect(
      index.delivery(index.get('acme', 'db')!.row, { push, now: NOW }),
    ).toMatchObject({
      state: 'SourceMissing',
      steps: [{ state: 'failed' }, { state: 'failed' }],
    });

    const consumer = (name: string, status: string, storeName = 'vault') => ({
      metadata: { namespace: 'dp', name },
      spec: {
        secretStoreRef: { kind: 'ClusterSecretStore', name: storeName },
        data: [{ remoteRef: { key: 'secret/acme/generic/db' } }],
      },
      status: { conditions: [{ type: 'Ready', status }] },
    });
    cluster.list(RESOURCES.externalSecret, [
      consumer('good', 'True'),
      consumer('bad', 'False'),
      consumer('elsewhere', 'False', 'other'),
    ]);
    expect(state()).toBe('Failed');
    expect(
      index
        .get('acme', 'db', { now: NOW })!
        .delivery.steps.flatMap(step => step.consumer?.name ?? []),
    ).toEqual(['bad', 'good']);
    cluster.upsert(RESOURCES.externalSecret, consumer('bad', 'True'));
    expect(state()).toBe('Synced');
    cluster.upsert(RESOURCES.externalSecret, consumer('bad', 'False'));
    cluster.list(RESOURCES.externalSecret, [consumer('good', 'True')]);
    expect(state()).toBe('Synced');

    const since = new Date('2026-11-22T10:05:00Z');
    cluster.reachable(RESOURCES.externalSecret, false, since);
    expect(state()).toBe('Unreachable');
    cluster.reachable(RESOURCES.externalSecret, true, since);
    store.tell(listener => listener.onReachable(false, since));
    control.reachable(REFERENCE, false, since);
    expect(index.problems(NOW).map(({ message }) => message)).toEqual([
      'The control plane has not answered for 5 minutes; the list shows what was known then.',
      'The plane ClusterDataPlane/default has not answered for 5 minutes; what is shown of it is as old.',
    ]);
    planes.put({ ...plane });
    expect(store.listeners.size).toBe(1);
    planes.remove(plane);
    expect(store.listeners.size).toBe(0);
    expect(cluster.selectors(RESOURCES.externalSecret)).toEqual([]);
    expect(state()).toBe('Unknown');
  });

  it('S4.5: shows no consumer of another tenant to who points a reference at its path', () => {
    const { control, cluster, index } = setUp();
    const remoteKey = 'secret/globex/generic/db';
    const named = aReference({ remoteKey });
    const unnamed = aReference({ name: 'unnamed', remoteKey });
    delete unnamed.spec!.targetPlane;
    delete unnamed.metadata.labels;
    control.list(REFERENCE, [named, unnamed]);
    const consumer = (name: string, tenantName?: string) => ({
      metadata: {
        namespace: 'dp',
        name,
        ...(tenantName && {
          labels: { 'openchoreo.dev/namespace': tenantName },
        }),
      },
      spec: {
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
        data: [{ remoteRef: { key: remoteKey } }],
      },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    });
    cluster.list(RESOURCES.externalSecret, [
      consumer('of-acme', 'acme'),
      consumer('of-globex', 'globex'),
      consumer('of-nobody'),
    ]);
    const consumersOf = (name: string) =>
      index
        .get('acme', name, { now: NOW })!
        .delivery.steps.flatMap(step => step.consumer?.name ?? []);
    expect(consumersOf('db')).toEqual(['of-acme', 'of-nobody']);
    expect(consumersOf('unnamed')).toEqual(['of-acme']);
  });

  it('S1.6: a plane of a namespace concerns that namespace alone', () => {
    const { control, planes, query, index } = setUp();
    const own = new FakeStore();
    planes.put(
      aPlane(FakeReflections.create('plane-2').client, own, {
        ref: { kind: 'DataPlane', name: 'main' },
        namespace: 'acme',
      }),
    );
    const targetPlane = { kind: 'DataPlane' as const, name: 'main' };
    control.list(REFERENCE, [
      aReference({ targetPlane }),
      aReference({ namespace: 'globex', targetPlane }),
    ]);
    own.list([anObservation(), anObservation({}, { namespace: 'globex' })]);
    expect(query()).toMatchObject({
      names: ['acme/db', 'globex/db'],
      states: ['Synced', 'Unknown'],
    });
    own.tell(listener => listener.onReachable(false, NOW));
    expect(
      index.problems(NOW).find(({ plane }) => plane?.name === 'main'),
    ).toMatchObject({ namespace: 'acme' });
  });

  it('refuses a cursor that is malformed, tampered with or of another question', () => {
    const { control, query } = setUp();
    control.list(
      REFERENCE,
      ['a', 'b', 'c'].map(name => aReference({ name })),
    );
    const { nextCursor } = query({ limit: 1 });
    expect(query({ limit: 2, cursor: nextCursor }).names).toEqual([
      'acme/b',
      'acme/c',
    ]);
    const forged = Buffer.from(
      JSON.stringify(['x'.repeat(16), 'a', 'acme', 'a']),
    ).toString('base64url');
    for (const options of [
      { cursor: '' },
      { cursor: 'nonsense' },
      { cursor: Buffer.from('{}').toString('base64url') },
      { cursor: forged },
      { cursor: nextCursor, order: 'desc' as const },
      { cursor: nextCursor, filters: { q: 'a' } },
      { cursor: nextCursor, namespaces: ['acme'] },
    ]) {
      expect(() => query(options)).toThrow(
        expect.objectContaining({
          name: 'InputError',
          code: 'InvalidRequest',
          details: [{ field: 'cursor', message: expect.any(String) }],
        }),
      );
    }
  });

  it('pages through every row once, in order, whatever is inserted and deleted meanwhile', () => {
    const reference = fc.record({
      namespace: fc.constantFrom('acme', 'globex'),
      name: fc.stringMatching(/^[a-z]{1,3}$/),
      type: fc.constantFrom('Opaque', 'kubernetes.io/tls'),
      now: fc.constantFrom('2026-11-22T10:00:00.000Z', '2026-11-22T10:01:00Z'),
    });
    fc.assert(
      fc.property(
        fc.array(reference, { maxLength: 40 }),
        fc.array(fc.array(reference, { maxLength: 3 }), { maxLength: 20 }),
        fc.constantFrom<SecretOrder>(
          'name',
          'namespace',
          'type',
          'plane',
          'state',
          'updatedAt',
        ),
        fc.constantFrom<'asc' | 'desc'>('asc', 'desc'),
        fc.integer({ min: 1, max: 7 }),
        (initial, inserts, orderBy, order, limit) => {
          const { control, index, query } = setUp();
          const unique = new Map(
            initial.map(one => [`${one.namespace}/${one.name}`, one]),
          );
          control.list(
            REFERENCE,
            [...unique.values()].map(one => aReference(one)),
          );
          const key = (name: string) => {
            const { row, delivery } = index.get(
              ...(name.split('/') as [string, string]),
              { now: NOW },
            )!;
            return {
              name: row.name,
              namespace: row.namespace,
              type: row.type,
              plane: '',
              state: delivery.state,
              updatedAt: row.updatedAt!,
            }[orderBy];
          };
          const seen: string[] = [];
          const keys: string[] = [];
          const inserted = new Set<string>();
          let cursor: string | undefined;
          for (let page = 0; page === 0 || cursor; page += 1) {
            const answer = query({ orderBy, order, limit, cursor });
            expect(answer.names.length).toBeLessThanOrEqual(limit);
            seen.push(...answer.names);
            keys.push(...answer.names.map(key));
            cursor = answer.nextCursor;
            const last = answer.names.at(-1)?.split('/');
            if (last && page % 2 === 1) {
              control.remove(REFERENCE, { namespace: last[0], name: last[1] });
            }
            for (const one of inserts[page] ?? []) {
              const name = `${one.namespace}/${one.name}`;
              if (!unique.has(name)) {
                inserted.add(name);
                control.upsert(REFERENCE, aReference(one));
              }
            }
          }
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen.filter(name => !inserted.has(name)).sort()).toEqual(
            [...unique.keys()].sort(),
          );
          const direction = order === 'asc' ? 1 : -1;
          for (let at = 1; at < keys.length; at += 1) {
            expect(
              keys[at - 1] === keys[at] ||
                (keys[at - 1] < keys[at] ? 1 : -1) === direction,
            ).toBe(true);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('pending changes', () => {
  const created = (overrides: Partial<PendingChange> = {}): PendingChange => ({
    operationId: 'op-db',
    kind: 'create',
    namespace: 'acme',
    name: 'db',
    outcome: 'done',
    uid: 'uid-acme-db',
    row: aRow({}, { resourceVersion: '5000' }),
    startedAt: NOW,
    ...overrides,
  });
  const deleted = (overrides: Partial<PendingChange> = {}): PendingChange => ({
    operationId: 'op-delete',
    kind: 'delete',
    namespace: 'acme',
    name: 'db',
    outcome: 'running',
    uid: 'uid-acme-db',
    startedAt: NOW,
    ...overrides,
  });
  const other = () => aReference({ name: 'other' }, { resourceVersion: '9' });

  it('a create that runs shows as Pending, in list, details and counts', () => {
    const { control, query, index, store } = setUp();
    control.list(REFERENCE, [other()]);
    store.list([]);
    const pending = [
      created({
        outcome: 'running',
        uid: undefined,
        row: aRow({}, { uid: '' }),
      }),
    ];
    expect(query({ pending })).toMatchObject({
      names: ['acme/db', 'acme/other'],
      states: ['Pending', 'Failed'],
      totalItems: 2,
    });
    expect(
      query({ pending, filters: { q: 'password', state: 'Pending' } }).names,
    ).toEqual(['acme/db']);
    expect(query({ pending, namespaces: ['globex'] }).names).toEqual([]);
    expect(
      query({ pending, visible: row => row.name !== 'db' }).totalItems,
    ).toBe(1);
    expect(index.get('acme', 'db', { pending })!.delivery.state).toBe(
      'Pending',
    );
    expect(index.get('acme', 'db')).toBeUndefined();
    expect(index.counts('acme', () => true, { pending, now: NOW }).total).toBe(
      2,
    );
    expect(
      index.delivery(aRow(), { pending: [created({ outcome: 'running' })] })
        .state,
    ).toBe('Pending');

    control.upsert(REFERENCE, aReference({ operationId: 'op-foreign' }));
    expect(
      index.get('acme', 'db', {
        pending: [created({ outcome: 'running', uid: undefined })],
      })!.row.operationId,
    ).toBe('op-foreign');
  });

  it('a create that is done shows until the index has it, and not beyond', () => {
    const { control, query, index } = setUp();
    control.list(REFERENCE, [other()]);
    const pending = [created()];
    expect(query({ pending }).names).toEqual(['acme/db', 'acme/other']);

    control.upsert(
      REFERENCE,
      aReference({ description: 'index' }, { resourceVersion: '5000' }),
    );
    expect(index.get('acme', 'db', { pending })!.row.description).toBe('index');
    expect(query({ pending }).totalItems).toBe(2);

    control.remove(REFERENCE, { namespace: 'acme', name: 'db' });
    expect(query({ pending }).names).toEqual(['acme/other']);
  });

  it('a create that is done gives way to what came later, not to what came before', () => {
    const { control, index } = setUp();
    const pending = [created()];
    const uid = () => index.get('acme', 'db', { pending })!.row.uid;
    control.list(REFERENCE, [
      aReference(
        { operationId: 'op-old' },
        { uid: 'before', resourceVersion: '8' },
      ),
    ]);
    expect(uid()).toBe('uid-acme-db');
    control.beginList(REFERENCE, [
      aReference({ name: 'aaa' }, { resourceVersion: '7000' }),
    ]);
    expect(uid()).toBe('uid-acme-db');
    control.list(REFERENCE, [
      aReference(
        { operationId: 'op-new' },
        { uid: 'after', resourceVersion: '7001' },
      ),
    ]);
    expect(uid()).toBe('after');
  });

  it('a create that was undone disappears, even while the index still shows it', () => {
    const { control, query } = setUp();
    control.list(REFERENCE, [aReference(), other()]);
    const pending = [created({ outcome: 'undone', uid: undefined })];
    expect(query({ pending }).names).toEqual(['acme/other']);
    control.upsert(
      REFERENCE,
      aReference({ operationId: 'op-successor' }, { uid: 'u2' }),
    );
    expect(query({ pending }).names).toEqual(['acme/db', 'acme/other']);
  });

  it('a delete that runs shows as Deleting, then as DeleteStuck; one that is done stays hidden', () => {
    const { control, query, store, index } = setUp();
    control.list(REFERENCE, [aReference()]);
    store.list([anObservation()]);
    expect(query({ pending: [deleted()] }).states).toEqual(['Deleting']);
    expect(
      query({
        pending: [deleted({ startedAt: new Date(NOW.getTime() - 120_000) })],
      }).states,
    ).toEqual(['DeleteStuck']);
    expect(query({ pending: [deleted({ uid: 'another' })] }).states).toEqual([
      'Synced',
    ]);
    expect(query({ pending: [deleted({ outcome: 'undone' })] }).states).toEqual(
      ['Synced'],
    );
    const done = [deleted({ outcome: 'done' })];
    expect(query({ pending: done }).totalItems).toBe(0);
    expect(index.get('acme', 'db', { pending: done })).toBeUndefined();
    expect(index.counts('acme', () => true, { pending: done }).total).toBe(0);
    control.upsert(REFERENCE, aReference({}, { uid: 'successor' }));
    expect(query({ pending: done }).totalItems).toBe(1);
  });

  it('a create right after a delete shows its own row and no trace of the other', () => {
    const { control, index } = setUp();
    control.list(REFERENCE, [
      aReference({ operationId: 'op-1' }, { uid: 'u1' }),
    ]);
    const row = aRow(
      { operationId: 'op-3' },
      { uid: 'u2', resourceVersion: '9999999' },
    );
    const pending = [
      deleted({ uid: 'u1', outcome: 'done' }),
      created({ operationId: 'op-3', outcome: 'running', uid: undefined, row }),
    ];
    expect(index.get('acme', 'db', { pending })).toMatchObject({
      row: { operationId: 'op-3' },
      delivery: { state: 'Pending' },
    });
  });
});

describe('DefaultNamespaceDirectory', () => {
  it('reads names, labels and owners by the configured annotations', async () => {
    const control = FakeReflections.create();
    const namespaces = DefaultNamespaceDirectory.fromConfig(
      new ConfigReader({
        secrets: {
          namespaces: {
            selector: 'tenant=yes',
            displayNameAnnotation: 'acme.io/title',
            ownerAnnotation: 'acme.io/owner',
          },
        },
      }),
      { kubernetes: control.client },
    );
    expect(control.selectors(RESOURCES.namespace)).toEqual(['tenant=yes']);
    control.list(RESOURCES.namespace, [
      tenant('globex'),
      tenant('acme', {
        'acme.io/title': 'Acme',
        'acme.io/owner':
          'Team-A, group:Default/Team-B,user:alice, ,team-a,:/,group:',
      }),
    ]);
    await namespaces.ready();
    expect(namespaces.list().map(({ name }) => name)).toEqual([
      'acme',
      'globex',
    ]);
    expect(namespaces.get('acme')).toEqual({
      name: 'acme',
      displayName: 'Acme',
      labels: { 'openchoreo.dev/control-plane': 'true' },
      owners: [
        'group:default/team-a',
        'group:default/team-b',
        'user:default/alice',
      ],
    });
    expect(namespaces.get('globex')!.owners).toEqual([]);
    namespaces.close();
    expect(control.selectors(RESOURCES.namespace)).toEqual([]);
  });
});
