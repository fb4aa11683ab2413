import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { Finding } from '@strongroom/backstage-plugin-secrets-common';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { objectsOf, SECRETS } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { layFindings } from './__testUtils__/layFindings';
import {
  FrontAnswer,
  SpokenCall,
  startFront,
} from './__testUtils__/startFront';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';
import { TEST_GROUPS } from './__testUtils__/testPolicy';

const PATIENCE_MS = 60_000;
const DEVELOPER = 'user:default/payments-dev';
const PLATFORM = 'user:default/platform';

describe('findings of a portal that speaks for its callers', () => {
  let folder: string;
  let front: Awaited<ReturnType<typeof startFront>>;
  let portal: TestPortal;
  let decide: (call: SpokenCall) => FrontAnswer = () => 'yes';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'findings-'));
    const kubeconfigPath = join(folder, 'kubeconfig');
    front = await startFront({
      kubeconfigPath,
      context: 'control-plane',
      decide: call => decide(call),
    });
    portal = await startPortal({
      kubeconfigPath,
      clusters: ['control-plane'],
      secrets: {
        clusters: [
          {
            name: 'control-plane',
            server: { url: front.url },
            impersonate: true,
          },
        ],
        operations: {
          lease: { seconds: 60 },
          requestTimeout: { seconds: 4 },
          deadline: { seconds: 10 },
        },
      },
      features: [
        createServiceFactory({
          service: coreServices.userInfo,
          deps: {},
          factory: () => ({
            async getUserInfo({ principal }) {
              const { userEntityRef } = principal as any;
              return {
                userEntityRef,
                ownershipEntityRefs: [
                  userEntityRef,
                  ...TEST_GROUPS[userEntityRef],
                ],
              };
            },
          }),
        }),
      ],
    });
    const estate = layFindings(portal);
    await Promise.all([
      estate.leftoverKeys(),
      estate.valueMissing(),
      estate.pushSecretLost(),
      estate.orphanedPushSecret(),
    ]);
  }, 180_000);

  beforeEach(() => {
    decide = () => 'yes';
    front.calls.length = 0;
  });

  afterAll(async () => {
    await portal?.stop();
    await front?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const seenBy = async (user: string) =>
    (await portal.as(user).get('/findings')).body.items as Finding[];
  const find = async (name: string) => {
    let found: Finding | undefined;
    await eventually(async () => {
      found = (await seenBy('platform')).find(each => each.name === name);
      expect(found).toBeDefined();
    }, PATIENCE_MS);
    return found!;
  };
  const repair = (user: string, { id }: Finding, action: string) =>
    portal.as(user).post(`/findings/${id}/repair`, { action });
  const noTo =
    (who: string, verb: string, resource: string) => (call: SpokenCall) =>
      call.user === who &&
      call.verb.endsWith(verb) &&
      call.resource === resource
        ? ('no' as const)
        : ('yes' as const);
  const effects = () =>
    front.calls
      .filter(({ verb }) => ['create', 'patch', 'delete'].includes(verb))
      .map(({ verb, resource, user }) => `${verb} ${resource} by ${user}`);
  const repairsOf = async (name: string) =>
    (
      await portal
        .knex('record')
        .where({ name, action: 'finding-repair' })
        .orderBy('seq')
    ).map(({ actor, outcome, error_code: code }) => [actor, outcome, code]);
  const everything = async () => (await objectsOf(portal, PAYMENTS)).sort();

  it('T26: are shown by the rights in the portal, and looked for in its own name, whatever the cluster lets somebody see', async () => {
    await find('leftover-keys');
    await find('value-missing');
    await find('push-lost');
    await find('orphaned-push');
    decide = ({ user }) => (user === PLATFORM ? 'yes' : 'no');
    front.calls.length = 0;
    // who reviews sees what others have left in the plane, too
    const kinds = async (user: string) =>
      (await seenBy(user))
        .filter(({ namespace }) => namespace === PAYMENTS)
        .map(({ kind }) => kind);
    expect(await kinds('payments-dev')).toEqual([
      'PushSecretLost',
      'ValueMissing',
      'LeftoverKeys',
    ]);
    expect(await kinds('platform')).toEqual([
      'PushSecretLost',
      'ValueMissing',
      'LeftoverKeys',
      'OrphanedPushSecret',
    ]);
    expect(await kinds('frontend-dev')).toEqual([]);
    expect(await kinds('guest')).toEqual([]);
    expect(front.calls.filter(({ user }) => user)).toEqual([]);
  }, 120_000);

  it('T25 T22: what the cluster refuses somebody is refused before any effect, and done in the name of whom it lets', async () => {
    const left = await find('leftover-keys');
    const before = await everything();
    decide = noTo(DEVELOPER, 'patch', 'secrets');
    front.calls.length = 0;
    const refused = await repair('payments-dev', left, 'prune');
    expect([refused.status, refused.body.error.code]).toEqual([
      403,
      'NotAllowed',
    ]);
    expect(refused.body.error.message).toContain('cluster');
    expect(effects()).toEqual([]);
    expect(await everything()).toEqual(before);

    const pruned = await repair('platform', left, 'prune');
    expect([pruned.status, pruned.body.settled]).toEqual([200, true]);
    expect(effects()).toEqual([`patch secrets by ${PLATFORM}`]);
    const { data } = (await portal.world.clusters['control-plane'].objects.get(
      SECRETS,
      { namespace: `openchoreo-kv-${PAYMENTS}`, name: 'leftover-keys' },
    )) as any;
    expect(Object.keys(data)).toEqual(['kept']);
    expect(await repairsOf('leftover-keys')).toEqual([
      [DEVELOPER, 'intent', null],
      [DEVELOPER, 'denied', 'NotAllowed'],
      [PLATFORM, 'intent', null],
      [PLATFORM, 'success', null],
    ]);
  }, 120_000);

  it('T25 T22: what another use case repairs is refused and recorded in the same way', async () => {
    const lost = await find('push-lost');
    decide = noTo(DEVELOPER, 'create', 'pushsecrets');
    front.calls.length = 0;
    const refused = await repair('payments-dev', lost, 'retry');
    expect([refused.status, refused.body.error.code]).toEqual([
      403,
      'NotAllowed',
    ]);
    expect(effects()).toEqual([]);
    expect(await repairsOf('push-lost')).toEqual([
      [DEVELOPER, 'intent', null],
      [DEVELOPER, 'denied', 'NotAllowed'],
    ]);
    decide = () => 'yes';
    const pushed = await repair('payments-dev', lost, 'retry');
    expect([pushed.status, pushed.body.settled]).toEqual([200, true]);
    expect(effects()).toEqual([`create pushsecrets by ${DEVELOPER}`]);
  }, 120_000);

  it('T25 T26: a reference is removed in the name of the caller; who may not see it learns nothing of it', async () => {
    const missing = await find('value-missing');
    const hidden = await repair('frontend-dev', missing, 'remove');
    const unknown = await repair(
      'frontend-dev',
      { ...missing, id: 'a'.repeat(22) },
      'remove',
    );
    expect(hidden.status).toBe(404);
    expect({ ...hidden.body.error, correlationId: '' }).toEqual({
      ...unknown.body.error,
      correlationId: '',
    });
    decide = noTo(DEVELOPER, 'delete', 'secretreferences');
    const refused = await repair('payments-dev', missing, 'remove');
    expect([refused.status, refused.body.error.code]).toEqual([
      403,
      'NotAllowed',
    ]);
    expect(effects()).toEqual([]);
    decide = () => 'yes';
    const removed = await repair('payments-dev', missing, 'remove');
    expect([removed.status, removed.body.settled]).toEqual([200, true]);
    expect(effects()).toEqual([`delete secretreferences by ${DEVELOPER}`]);
  }, 120_000);

  it('T25: an orphan takes a review in the portal, and the rights in the cluster besides', async () => {
    const orphan = await find('orphaned-push');
    expect((await repair('payments-dev', orphan, 'remove')).status).toBe(404);
    decide = noTo(PLATFORM, 'delete', 'pushsecrets');
    front.calls.length = 0;
    const before = await everything();
    const refused = await repair('platform', orphan, 'remove');
    expect([refused.status, refused.body.error.code]).toEqual([
      403,
      'NotAllowed',
    ]);
    expect(effects()).toEqual([]);
    expect(await everything()).toEqual(before);
    decide = () => 'yes';
    const removed = await repair('platform', orphan, 'remove');
    expect([removed.status, removed.body.settled]).toEqual([200, true]);
    expect(effects()).toEqual([
      `delete pushsecrets by ${PLATFORM}`,
      `delete secrets by ${PLATFORM}`,
    ]);
  }, 120_000);
});
