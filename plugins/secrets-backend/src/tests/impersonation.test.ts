import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readClusters } from '../clusters/config/readClusters';
import { KubeConfigEndpointSource } from '../clusters/connection/KubeConfigEndpointSource';
import { clusterIdentityOf } from '../clusters/impersonation';
import { deletePlan } from '../secrets/operations/deletePlan';
import {
  draftOf,
  EXTERNAL_SECRETS,
  linkOf,
  objectsOf,
  readStore,
  referenceOf,
  REFERENCES,
} from './__testUtils__/estate';
import {
  layPlaneNamespaces,
  layPlaneSecret,
  PLANE_NAMESPACE,
} from './__testUtils__/layPlaneSecret';
import { eventually } from './__testUtils__/eventually';
import {
  FrontAnswer,
  SpokenCall,
  startFront,
} from './__testUtils__/startFront';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';
import { TEST_GROUPS } from './__testUtils__/testPolicy';

const PATH = `/namespaces/${PAYMENTS}/secrets`;

describe('callers in the eyes of a cluster', () => {
  const plain = { user: '{ref}', group: '{ref}', service: '{subject}' };
  const user = (entityRef: string, ...groups: string[]) => ({
    type: 'user' as const,
    entityRef,
    groups,
  });

  it('T25: have the names of the portal, or those of a template', () => {
    expect(
      clusterIdentityOf(
        'main',
        user('User:default/Jo', 'group:default/a', 'group:other/b'),
        plain,
      ),
    ).toEqual({
      user: 'user:default/jo',
      groups: ['group:default/a', 'group:other/b'],
    });
    expect(
      clusterIdentityOf('main', user('user:default/jo', 'group:other/b'), {
        user: 'oidc:{name}@{namespace}.example',
        group: 'oidc:{namespace}-{name}',
        service: 'portal:{subject}',
      }),
    ).toEqual({ user: 'oidc:jo@default.example', groups: ['oidc:other-b'] });
    expect(
      clusterIdentityOf(
        'main',
        { type: 'service', subject: 'external:ci' },
        { ...plain, service: 'portal:{subject}' },
      ),
    ).toEqual({ user: 'portal:external:ci', groups: [] });
  });

  it.each([
    [
      'a line break',
      user('user:default/a\r\nImpersonate-Group: system:masters'),
    ],
    ['a space', user('user:default/a b')],
    ['letters beyond ASCII', user('user:default/ä')],
    ['no kind', user('jo')],
    ['a name of the cluster', user('system:default/masters')],
    [
      'a group that is one of the cluster',
      user('user:default/a', 'system:masters'),
    ],
    ['a group with a line break', user('user:default/a', 'group:default/a\nb')],
    [
      'a subject with a line break',
      { type: 'service' as const, subject: 'a\nb' },
    ],
    [
      'a subject of the cluster',
      { type: 'service' as const, subject: 'system:admin' },
    ],
    ['no name', { type: 'service' as const, subject: '' }],
  ])('T25: are refused with %s, whole', (_, caller) => {
    expect(() => clusterIdentityOf('main', caller, plain)).toThrow(
      expect.objectContaining({ code: 'Denied', deniedCaller: true }),
    );
  });

  const read = (cluster: object) =>
    readClusters(
      new ConfigReader({
        controlPlane: 'main',
        clusters: [
          { name: 'main', inCluster: true },
          { name: 'other', ...cluster },
        ],
      }),
    );
  const kubeconfig = { kubeconfig: { path: '/nowhere' } };

  it('T25: are seen only where the configuration says so', () => {
    for (const impersonate of [undefined, false]) {
      const { clusters } = read({ ...kubeconfig, impersonate });
      expect(clusters[1].impersonate).toBeUndefined();
    }
    expect(
      read({ ...kubeconfig, impersonate: true }).clusters[1].impersonate,
    ).toEqual(plain);
    expect(
      read({ ...kubeconfig, impersonate: { group: 'x:{name}' } }).clusters[1]
        .impersonate,
    ).toEqual({ ...plain, group: 'x:{name}' });
  });

  it.each([
    [{ user: 'everybody' }, /impersonate\.user of other gives everybody/],
    [{ group: '{kind}' }, /impersonate\.group of other gives everybody/],
    [{ user: '{ref}{uid}' }, /placeholder that is not known/],
    [{ service: '{name}' }, /placeholder that is not known/],
    [{ user: 'system:{name}' }, /not beginning with system:/],
    [{ group: 'a b {name}' }, /visible ASCII/],
    [{ group: '{name}\r\nx: y' }, /visible ASCII/],
  ])('T25: cannot be configured as %j', (impersonate, problem) => {
    expect(() => read({ ...kubeconfig, impersonate })).toThrow(problem);
  });

  it('T25: are not spoken for with credentials that speak for somebody else already', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'impersonation-'));
    const path = join(folder, 'kubeconfig');
    await writeFile(
      path,
      JSON.stringify({
        clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
        users: [{ name: 'u', user: { token: 't', as: 'somebody' } }],
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
        'current-context': 'x',
      }),
    );
    const resolve = (impersonate?: typeof plain) =>
      KubeConfigEndpointSource.create({
        name: 'main',
        access: { type: 'kubeconfig', path },
        timeoutMs: 1_000,
        impersonate,
      }).resolve();
    expect((await resolve()).headers['Impersonate-User']).toBe('somebody');
    await expect(resolve(plain)).rejects.toThrow(/speaks for somebody else/);
    await rm(folder, { recursive: true });
  });

  it('T25: are refused at start behind a gateway, which could not keep it', () => {
    const gateway = {
      url: 'https://gateway.example',
      certFile: 'c',
      keyFile: 'k',
    };
    expect(() => read({ gateway, impersonate: true })).toThrow(
      /impersonate of other cannot be kept behind a gateway/,
    );
  });
});

describe('a portal that speaks for its callers', () => {
  let folder: string;
  let front: Awaited<ReturnType<typeof startFront>>;
  let portal: TestPortal;
  let decide: (call: SpokenCall) => FrontAnswer = () => 'yes';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'impersonation-'));
    const kubeconfigPath = join(folder, 'kubeconfig');
    front = await startFront({
      kubeconfigPath,
      context: 'control-plane',
      decide: call => decide(call),
    });
    portal = await startPortal({
      kubeconfigPath,
      clusters: ['control-plane'],
      policy: () => ({ result: AuthorizeResult.ALLOW }),
      secrets: {
        clusters: [
          {
            name: 'control-plane',
            server: { url: front.url },
            impersonate: true,
          },
        ],
        operations: { lease: { seconds: 1 }, requestTimeout: { seconds: 1 } },
        services: [
          { subject: 'external:ci', permissions: ['*'], namespaces: ['*'] },
        ],
      },
      features: [
        createServiceFactory({
          service: coreServices.userInfo,
          deps: {},
          factory: () => ({
            async getUserInfo(credentials) {
              const { userEntityRef } = credentials.principal as any;
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
  });

  beforeEach(() => {
    decide = () => 'yes';
  });

  afterAll(async () => {
    await portal.stop();
    await front.stop();
    await rm(folder, { recursive: true });
  });

  const developer = () => portal.as('payments-dev');

  it('T25: sends what a request changes and reads for it in the name of the caller, all else in its own', async () => {
    expect((await developer().post(PATH, draftOf('spoken'))).status).toBe(201);
    const { body } = await developer().get(`${PATH}/spoken`);
    expect(body.warnings).toEqual([]);
    expect((await developer().get(`${PATH}/spoken/manifest`)).status).toBe(200);
    const changed = await developer().patch(
      `${PATH}/spoken`,
      { data: { token: { value: 'next' } } },
      { headers: { 'If-Match': body.etag } },
    );
    expect(changed.status).toBe(200);
    const removed = await developer().delete(`${PATH}/spoken`, {
      headers: { 'If-Match': changed.body.etag },
    });
    expect(removed.status).toBe(204);

    const speaker = {
      user: 'user:default/payments-dev',
      groups: ['group:default/team-payments'],
    };
    const itself = { user: undefined, groups: [] };
    for (const call of front.calls) {
      const { verb, resource, user, groups } = call;
      const isOwn =
        ['list', 'watch'].includes(verb) ||
        ['namespaces', 'clustersecretstores'].includes(resource);
      expect({ ...call, user, groups }).toEqual({
        ...call,
        ...(isOwn ? itself : speaker),
      });
    }
    const spoken = front.calls
      .filter(({ user }) => user)
      .map(({ verb, resource }) => `${verb} ${resource}`);
    for (const resource of ['secretreferences', 'secrets', 'pushsecrets']) {
      for (const verb of ['get', 'create', 'patch', 'delete']) {
        expect(spoken).toContain(`${verb} ${resource}`);
      }
    }
    expect(front.calls).toContainEqual({
      ...itself,
      verb: 'create',
      resource: 'namespaces',
      namespace: undefined,
    });
  });

  it.each([['secretreferences'], ['secrets'], ['pushsecrets']])(
    'T25 T22: a change of somebody whom the cluster lets change no %s changes nothing',
    async resource => {
      const name = `unchanged-${resource}`;
      const made = await developer().post(PATH, draftOf(name));
      decide = call =>
        /patch/.test(call.verb) && call.resource === resource ? 'no' : 'yes';
      const { status, body } = await developer().patch(
        `${PATH}/${name}`,
        { data: { token: { value: 'next' } } },
        { headers: { 'If-Match': made.body.etag } },
      );
      expect([status, body.error.code]).toEqual([403, 'NotAllowed']);
      const shown = await developer().get(`${PATH}/${name}`);
      expect(shown.body.etag).toBe(made.body.etag);
      expect(await denialsOf(name)).toEqual([
        {
          action: 'secret-update',
          outcome: 'denied',
          error_code: 'NotAllowed',
        },
      ]);
      expect(await running()).toEqual([]);
    },
  );

  it('T25 T22: syncs in the name of the caller; a no to the push does nothing, a no to a consumer is told of that one', async () => {
    const path = `${PATH}/carried`;
    expect((await developer().post(PATH, draftOf('carried'))).status).toBe(201);
    const { objects } = portal.world.clusters['control-plane'];
    const namespace = `openchoreo-kv-${PAYMENTS}`;
    await objects.create(EXTERNAL_SECRETS, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { namespace, name: 'reader' },
      spec: {
        refreshInterval: '1s',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'default' },
        target: { name: 'read' },
        dataFrom: [{ extract: { key: `secret/${PAYMENTS}/generic/carried` } }],
      },
    } as never);
    await eventually(async () => {
      const { body } = await developer().get(`${path}/delivery`);
      expect(
        body.steps.filter(({ step }: any) => step === 'pulled'),
      ).toMatchObject([{ state: 'done' }]);
    });

    front.calls.length = 0;
    const synced = await developer().post(`${path}/sync`, undefined);
    expect(synced.status).toBe(202);
    const patches = front.calls.filter(({ verb }) => verb === 'patch');
    expect(patches.map(({ resource, user }) => ({ resource, user }))).toEqual([
      { resource: 'pushsecrets', user: 'user:default/payments-dev' },
      { resource: 'externalsecrets', user: 'user:default/payments-dev' },
    ]);

    decide = ({ verb, resource }) =>
      verb === 'patch' && resource === 'externalsecrets' ? 'no' : 'yes';
    const partly = await developer().post(`${path}/sync`, undefined);
    expect(partly.status).toBe(202);
    expect(
      partly.body.steps.find(({ step }: any) => step === 'pulled'),
    ).toMatchObject({
      state: 'failed',
      sentence: expect.stringContaining('the plane does not allow it'),
    });

    decide = ({ verb, resource }) =>
      verb === 'patch' && resource === 'pushsecrets' ? 'no' : 'yes';
    front.calls.length = 0;
    const refused = await developer().post(`${path}/sync`, undefined);
    expect([refused.status, refused.body.error.code]).toEqual([
      403,
      'NotAllowed',
    ]);
    expect(
      front.calls.filter(
        ({ verb, resource }) =>
          verb === 'patch' && resource === 'externalsecrets',
      ),
    ).toEqual([]);
    expect(await denialsOf('carried')).toEqual([
      { action: 'secret-sync', outcome: 'denied', error_code: 'NotAllowed' },
    ]);
    expect(await running()).toEqual([]);
  }, 120_000);

  it('T25: sends the name of a service, which has no groups', async () => {
    front.calls.length = 0;
    const header = mockCredentials.service.header({
      onBehalfOf: mockCredentials.service('external:ci'),
      targetPluginId: 'secrets',
    });
    const ci = portal.withAuthorization(header);
    expect((await ci.post(PATH, draftOf('by-service'))).status).toBe(201);
    const writes = front.calls.filter(({ verb }) => verb === 'create');
    expect(writes.map(({ user, groups }) => ({ user, groups }))).toEqual(
      writes.map(() => ({ user: 'external:ci', groups: [] })),
    );
    expect(writes.length).toBeGreaterThan(2);
  });

  it("T25 T26: takes the cluster's no for a no, writes nothing, and shows nothing that an absent secret would not", async () => {
    expect((await developer().post(PATH, draftOf('hidden'))).status).toBe(201);
    const before = await objectsOf(portal, PAYMENTS);
    decide = () => 'no';

    const refused = await developer().post(PATH, draftOf('refused'));
    expect([refused.status, refused.body.error.code]).toEqual([
      403,
      'NotAllowed',
    ]);
    expect(refused.body.error.message).toContain('cluster');
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/manifest'],
      ['DELETE', ''],
    ]) {
      const [denied, absent] = await Promise.all(
        ['hidden', 'no-such'].map(name =>
          developer().request(method, `${PATH}/${name}${path}`),
        ),
      );
      expect(withoutId(denied)).toEqual(withoutId(absent));
      expect(denied.status).toBe(404);
    }
    expect(await objectsOf(portal, PAYMENTS)).toEqual(before);
    expect(await denialsOf('refused')).toEqual([
      { action: 'secret-create', outcome: 'denied', error_code: 'NotAllowed' },
    ]);
    expect(await denialsOf('hidden')).toEqual([
      {
        action: 'secret-fetch',
        outcome: 'denied',
        error_code: 'SecretNotFound',
      },
      {
        action: 'secret-fetch',
        outcome: 'denied',
        error_code: 'SecretNotFound',
      },
      {
        action: 'secret-delete',
        outcome: 'denied',
        error_code: 'SecretNotFound',
      },
    ]);
  });

  it.each([['secretreferences'], ['pushsecrets'], ['secrets']])(
    'T25 T22: a right to %s that is missing is asked for before the first effect, so that nothing is half done',
    async resource => {
      const kept = `kept-${resource}`;
      expect((await developer().post(PATH, draftOf(kept))).status).toBe(201);
      const before = await objectsOf(portal, PAYMENTS);
      decide = call =>
        call.resource === resource && /create|delete/.test(call.verb)
          ? 'no'
          : 'yes';
      const created = await developer().post(PATH, draftOf(`new-${resource}`));
      const deleted = await developer().delete(`${PATH}/${kept}`);
      for (const { status, body } of [created, deleted]) {
        expect([status, body.error.code]).toEqual([403, 'NotAllowed']);
      }
      expect(await objectsOf(portal, PAYMENTS)).toEqual(before);
      expect(await denialsOf(kept)).toEqual([
        {
          action: 'secret-delete',
          outcome: 'denied',
          error_code: 'NotAllowed',
        },
      ]);
      expect(await running()).toEqual([]);
    },
  );

  it('T25 T22: a no in the middle, after a yes, undoes a create, and leaves a delete that had begun to recovery', async () => {
    const noTo = (verb: string, resource: string) => (call: SpokenCall) =>
      call.verb === verb && call.resource === resource ? 'no' : 'yes';
    decide = noTo('create', 'pushsecrets');
    const before = await objectsOf(portal, PAYMENTS);
    const created = await developer().post(PATH, draftOf('half'));
    expect([created.status, created.body.error.code]).toEqual([
      403,
      'NotAllowed',
    ]);
    expect(await objectsOf(portal, PAYMENTS)).toEqual(before);
    expect(await denialsOf('half')).toEqual([
      { action: 'secret-create', outcome: 'denied', error_code: 'NotAllowed' },
    ]);

    decide = () => 'yes';
    expect((await developer().post(PATH, draftOf('going'))).status).toBe(201);
    await eventually(async () => {
      expect(await readStore(portal, `${PAYMENTS}/generic/going`)).toBeTruthy();
    });
    decide = noTo('delete', 'secrets');
    front.calls.length = 0;
    const deleted = await developer().delete(`${PATH}/going`);
    expect([deleted.status, deleted.body.delivery?.state]).toEqual([
      202,
      'Deleting',
    ]);
    await eventually(async () => {
      expect(await objectsOf(portal, PAYMENTS)).toEqual(before);
    });
    expect(
      front.calls.find(
        ({ verb, resource, user }) =>
          verb === 'delete' && resource === 'secretreferences' && !user,
      ),
    ).toBeDefined();
  }, 60_000);

  it('T25 T22: links and takes over in the name of the caller, and takes a no for a no before anything is begun', async () => {
    await layPlaneNamespaces(portal);
    await layPlaneSecret(portal, 'db', { token: 't' });
    const link = (name: string) =>
      developer().post(
        `/namespaces/${PAYMENTS}/references`,
        linkOf(name, {
          source: { kind: 'secret', namespace: PLANE_NAMESPACE, name: 'db' },
        }),
      );
    const { objects } = portal.world.clusters['control-plane'];
    const noTo =
      (verb: string, resource: string, namespace: string) =>
      (call: SpokenCall) =>
        call.verb.endsWith(verb) &&
        call.resource === resource &&
        call.namespace === namespace
          ? 'no'
          : 'yes';
    for (const [verb, resource] of [
      ['get', 'secrets'],
      ['create', 'pushsecrets'],
    ]) {
      decide = noTo(verb, resource, PLANE_NAMESPACE);
      const name = `unlinked-${resource}`;
      const { status, body } = await link(name);
      expect([status, body.error.code]).toEqual([403, 'NotAllowed']);
      expect(await denialsOf(name)).toEqual([
        {
          action: 'reference-link',
          outcome: 'denied',
          error_code: 'NotAllowed',
        },
      ]);
      expect(
        await objects.find(REFERENCES, { namespace: PAYMENTS, name }),
      ).toBeUndefined();
    }
    decide = () => 'yes';
    front.calls.length = 0;
    expect((await link('linked-for-him')).status).toBe(201);
    expect(
      front.calls
        .filter(({ verb }) => verb === 'create')
        .map(({ user, resource }) => `${resource} by ${user}`),
    ).toEqual([
      'pushsecrets by user:default/payments-dev',
      'secretreferences by user:default/payments-dev',
    ]);

    await objects.create(REFERENCES, referenceOf(PAYMENTS, 'by-hand'));
    const { body: seen } = await developer().get(`${PATH}/by-hand`);
    const adopt = () =>
      developer().post(`${PATH}/by-hand/adopt`, undefined, {
        headers: { 'If-Match': seen.etag },
      });
    decide = noTo('patch', 'secretreferences', PAYMENTS);
    const refused = await adopt();
    expect([refused.status, refused.body.error.code]).toEqual([
      403,
      'NotAllowed',
    ]);
    expect(await denialsOf('by-hand')).toEqual([
      { action: 'secret-adopt', outcome: 'denied', error_code: 'NotAllowed' },
    ]);
    decide = () => 'yes';
    expect((await adopt()).status).toBe(200);
    expect(await running()).toEqual([]);
  }, 60_000);

  it('S1.7: says that the portal is to be looked after where it may not speak for callers', async () => {
    decide = () => 'mayNotImpersonate';
    const { status, body } = await developer().post(PATH, draftOf('mute'));
    expect([status, body.error.code]).toEqual([502, 'StoreNotReady']);
    expect(body.error.message).toContain('rights of the portal');
  });

  it('T25 T22: recovery does not begin for somebody what the cluster was not asked about', async () => {
    const calls: string[] = [];
    const silent: any = new Proxy(
      {},
      {
        get: (_, method: string) => async () => {
          calls.push(method);
        },
      },
    );
    const plan = deletePlan(
      {
        id: 'op',
        step: 'look',
        namespace: PAYMENTS,
        name: 'x',
        intent: { uid: 'u', remoteKey: 'k', speaksForCaller: true },
      } as never,
      {
        references: silent,
        store: { ...silent, delete: () => [] } as never,
        links: silent,
        settings: silent,
      },
    );
    const error = await plan.steps[0]
      .run({ signal: AbortSignal.timeout(1_000) })
      .catch(cause => cause);
    expect(error.message).toContain('Nothing was deleted');
    expect(plan.refuses?.(error)).toBe(true);
    expect(calls).toEqual([]);
  });

  async function denialsOf(name: string) {
    return portal
      .knex('record')
      .where({ name, outcome: 'denied' })
      .orderBy('seq')
      .select('action', 'outcome', 'error_code');
  }

  async function running() {
    return portal.knex('operations').where({ state: 'running' });
  }
});

/** An answer but for what is new in each. */
function withoutId({ status, body, headers }: any) {
  const { correlationId: _, ...error } = body.error;
  const kept = [...headers].filter(([name]: [string]) => name !== 'date');
  return {
    status,
    body: { ...body, error },
    headers: kept.filter(([name]: [string]) => name !== 'content-length'),
  };
}
