import { Finding } from '@strongroom/backstage-plugin-secrets-common';
import { objectsOf } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { layFindings, MOVED_PLANE } from './__testUtils__/layFindings';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { FRONTEND, PAYMENTS, RUN } from './__testUtils__/tenants';

const PATIENCE_MS = 60_000;
const AWAY = { kind: 'ClusterDataPlane', name: 'away' };

describe('what is not as it should be', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({
      linked: ['plane-2'],
      secrets: {
        planes: {
          defaultCluster: 'control-plane',
          static: [{ ...AWAY, cluster: 'plane-2', store: 'default' }],
        },
        operations: {
          lease: { seconds: 60 },
          requestTimeout: { seconds: 4 },
          deadline: { seconds: 10 },
        },
      },
    });
    const estate = layFindings(portal);
    // one after another: faults are for the next create
    await estate.leftover('leftover', 'kubectl');
    await estate.concurrentWriter();
    await Promise.all([
      estate.orphanedPushSecret(),
      estate.orphanedSecret(),
      estate.pushSecretLost(),
      estate.sourceMissing(),
      estate.valueMissing(),
      estate.foreignPath(),
      estate.handMade(),
      estate.leftoverKeys(),
      estate.missingReference(),
      estate.expiring(),
      estate.storeChanged(),
    ]);
  }, 180_000);

  afterAll(async () => {
    await portal.stop();
  }, 60_000);

  const findings = async (user: string, query = '') =>
    (await portal.as(user).get(`/findings${query}`)).body.items as Finding[];
  const brief = ({ kind, name, severity, actions }: Finding) =>
    [kind, name, severity, ...actions].join(' ');

  it('T23 S4.8: is found, the most serious first, with what can be done about it', async () => {
    await eventually(async () => {
      const found = await findings('platform', `?namespace=${PAYMENTS}`);
      expect(found.map(brief)).toEqual([
        'SourceMissing source-missing error',
        'PushSecretLost push-lost error retry',
        'ValueMissing value-missing error remove',
        'ForeignPath foreign-path error remove',
        'MissingReference never-made error',
        'ConcurrentWriter two-writers warning',
        'StoreChanged store-changed warning',
        'LeftoverObject leftover warning remove',
        'LeftoverKeys leftover-keys warning prune',
        'OrphanedPushSecret orphaned-push warning adopt remove',
        'OrphanedSecret orphaned-secret warning remove',
        'ExpiringCertificate expiring warning',
        'ValueMissing hand-made info',
      ]);
    }, PATIENCE_MS);
    const found = await findings('platform', `?namespace=${PAYMENTS}`);
    for (const { name, sentence, id } of found) {
      expect({ name, sentence }).toEqual({
        name,
        sentence: expect.stringMatching(/^[A-Z].*\.$/s),
      });
      expect(id).toMatch(/^[-_A-Za-z0-9]{22}$/);
    }
    expect(found.find(({ kind }) => kind === 'LeftoverKeys')?.keys).toEqual([
      'dropped',
    ]);
    expect(found.find(({ kind }) => kind === 'StoreChanged')).toMatchObject({
      plane: MOVED_PLANE,
      remedy: expect.stringContaining('never changed in place'),
    });
    // where the store keeps things is for who may update them
    expect(JSON.stringify(found)).not.toContain(`somebody-${RUN}`);
  }, 120_000);

  it('has the same id every time, on every replica and after a restart', async () => {
    const ids = (found: Finding[]) => found.map(({ id }) => id).sort();
    const before = ids(await findings('platform', `?namespace=${PAYMENTS}`));
    expect(new Set(before).size).toBe(before.length);
    await portal.restart();
    await eventually(async () => {
      const after = await findings('platform', `?namespace=${PAYMENTS}`);
      expect(ids(after)).toEqual(before);
    }, PATIENCE_MS);
  }, 120_000);

  it('T26: is shown with secrets that may be read; what has none, to reviewers alone', async () => {
    const mine = await findings('payments-dev');
    expect(mine.map(({ kind }) => kind)).toEqual([
      'SourceMissing',
      'PushSecretLost',
      'ValueMissing',
      'ForeignPath',
      'MissingReference',
      'ConcurrentWriter',
      'StoreChanged',
      'LeftoverKeys',
      'ExpiringCertificate',
      'ValueMissing',
    ]);
    expect(mine.find(({ kind }) => kind === 'LeftoverKeys')?.actions).toEqual([
      'prune',
    ]);
    expect(await findings('frontend-dev')).toEqual([]);
    expect(await findings('guest')).toEqual([]);
    const denied = await portal
      .as('frontend-dev')
      .get(`/findings?namespace=${PAYMENTS}`);
    const absent = await portal
      .as('frontend-dev')
      .get(`/findings?namespace=absent-${RUN}`);
    expect(denied.status).toBe(404);
    expect({ ...denied.body.error, correlationId: '' }).toEqual({
      ...absent.body.error,
      correlationId: '',
    });
  });

  it('T26: an id of what somebody may not see is no id', async () => {
    const [orphan] = await findings('platform', '?kind=OrphanedPushSecret');
    const repair = (user: string, id: string) =>
      portal.as(user).post(`/findings/${id}/repair`, { action: 'remove' });
    const hidden = await repair('payments-dev', orphan.id);
    const unknown = await repair('payments-dev', 'a'.repeat(22));
    expect(hidden.status).toBe(404);
    expect({ ...hidden.body.error, correlationId: '' }).toEqual({
      ...unknown.body.error,
      correlationId: '',
    });
    expect(await objectsOf(portal, PAYMENTS)).toContain(
      'pushsecrets/orphaned-push',
    );
  });

  it('T7 T8 T15: a bad request is refused before anything is looked for', async () => {
    const platform = portal.as('platform');
    for (const query of [
      'kind=Nonsense',
      'kind[]=LeftoverKeys',
      'namespace=a&namespace=b',
      'extra=1',
    ]) {
      const { status } = await platform.get(`/findings?${query}`);
      expect({ query, status }).toEqual({ query, status: 400 });
    }
    const id = 'a'.repeat(22);
    for (const [path, body] of [
      [`/findings/${id}/repair`, {}],
      [`/findings/${id}/repair`, { action: 'explode' }],
      [`/findings/${id}/repair`, { action: ['remove'] }],
      [`/findings/${id}/repair`, { action: 'remove', force: true }],
      [`/findings/${id}/repair`, { action: 'remove', reason: 1 }],
      [
        `/findings/${id}/repair`,
        { action: 'remove', reason: 'x'.repeat(1025) },
      ],
      [`/findings/${id}/repair?dryRun=perhaps`, { action: 'remove' }],
      [`/findings/${'a'.repeat(65)}/repair`, { action: 'remove' }],
    ] as const) {
      const { status } = await platform.post(path, body);
      expect({ path, body, status }).toEqual({ path, body, status: 400 });
    }
    const text = await platform.request('POST', `/findings/${id}/repair`, {
      raw: 'action=remove',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect(text.status).toBe(415);
  });

  it('can be asked for by kind and namespace', async () => {
    const expiring = await findings('platform', '?kind=ExpiringCertificate');
    expect(expiring.map(({ name }) => name)).toEqual(['expiring']);
    expect(await findings('platform', `?namespace=${FRONTEND}`)).toEqual([]);
  });

  it('S2.4 T36: is told not to be known of a plane that cannot be reached', async () => {
    await portal.links['plane-2'].refuse();
    await eventually(async () => {
      const { status, body } = await portal.as('platform').get('/findings');
      expect(status).toBe(200);
      expect(body.problems).toContainEqual({
        plane: AWAY,
        code: 'PlaneUnreachable',
        message: expect.stringContaining('has not answered'),
      });
    }, PATIENCE_MS);
  });
});
