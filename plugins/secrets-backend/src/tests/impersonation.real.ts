import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { AccessRule } from '@strongroom/embedded-cluster';
import { readAuditLog } from '@strongroom/real-cluster';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { draftOf, NAMESPACES, objectsOf } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { shippedRulesOf } from './__testUtils__/shippedRules';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { TEST_GROUPS } from './__testUtils__/testPolicy';
import { PAYMENTS, RUN } from './__testUtils__/tenants';

const PATH = `/namespaces/${PAYMENTS}/secrets`;
const PLANE_NAMESPACE = `openchoreo-kv-${PAYMENTS}`;
const FILE = resolve(
  __dirname,
  '../../../../deploy/kubernetes/impersonation.yaml',
);
const TEAM = 'group:default/team-payments';
const GROUPS = [...new Set(Object.values(TEST_GROUPS).flat())];

const rbac = (resource: string) => ({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  resource,
});

/** The real API server only: the embedded one takes nobody for somebody else. */
describe('a real API server that is to see callers', () => {
  let folder: string;
  let portal: TestPortal;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'impersonation-'));
    const kubeconfigPath = join(folder, 'kubeconfig');
    portal = await startPortal({
      kubeconfigPath,
      clusters: ['control-plane'],
      policy: () => ({ result: AuthorizeResult.ALLOW }),
      accessRules: {
        'control-plane': [
          ...shippedRulesOf('control-plane'),
          ...impersonationRules(),
        ],
      },
      secrets: {
        clusters: [
          {
            name: 'control-plane',
            kubeconfig: { path: kubeconfigPath, context: 'control-plane' },
            impersonate: true,
          },
        ],
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
              const ownershipEntityRefs = TEST_GROUPS[userEntityRef];
              return { userEntityRef, ownershipEntityRefs };
            },
          }),
        }),
      ],
    });
    const { objects } = portal.world.clusters['control-plane'];
    await objects.create(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: PLANE_NAMESPACE },
    });
    for (const [role, namespace] of [
      ['strongroom-caller-references', PAYMENTS],
      ['strongroom-caller-values', PLANE_NAMESPACE],
    ]) {
      const rules = shippedRole(role);
      await bind(`${role}-team`, namespace, rules, 'Group', TEAM);
      await bind(
        `${role}-reader`,
        namespace,
        rules.map(rule => ({ ...rule, verbs: ['get'] })),
        'User',
        'user:default/platform',
      );
    }
    // the API server learns of new roles a moment later
    await eventually(async () => {
      expect(
        (await as('payments-dev').post(PATH, draftOf('team'))).status,
      ).toBe(201);
    });
  });

  afterAll(async () => {
    await portal.stop();
    await rm(folder, { recursive: true });
  });

  it('T25: lets a caller whose group has the rights do what the portal allows', async () => {
    const developer = as('payments-dev');
    expect((await developer.post(PATH, draftOf('own'))).status).toBe(201);
    const { body } = await developer.get(`${PATH}/own`);
    expect(body.warnings).toEqual([]);
    const removed = await developer.delete(`${PATH}/own`, {
      headers: { 'If-Match': body.etag },
    });
    expect(removed.status).toBe(204);
  });

  it('T25: by the API server’s own audit log, each of its effects was the caller’s, and those of nobody else', async () => {
    const developer = as('payments-dev');
    expect((await developer.post(PATH, draftOf('audited'))).status).toBe(201);
    const { body } = await developer.get(`${PATH}/audited`);
    const changed = await developer.request('PATCH', `${PATH}/audited`, {
      body: { data: { token: { value: 'another' } } },
      headers: { 'If-Match': body.etag },
    });
    expect(changed.status).toBe(200);
    const removed = await developer.delete(`${PATH}/audited`);
    expect(removed.status).toBe(204);
    const { apiServer } = portal.world.real!.clusters['control-plane'];
    const writes = readAuditLog({ apiServer }).filter(
      ({ objectRef: { namespace, name } }) =>
        [PAYMENTS, PLANE_NAMESPACE].includes(namespace ?? '') &&
        name === 'audited',
    );
    expect(
      writes.map(({ verb, objectRef }) => `${verb} ${objectRef.resource}`),
    ).toEqual(
      expect.arrayContaining(
        ['secrets', 'pushsecrets', 'secretreferences'].flatMap(resource =>
          ['create', 'patch', 'delete'].map(verb => `${verb} ${resource}`),
        ),
      ),
    );
    for (const { user, impersonatedUser } of writes) {
      expect([user.username, impersonatedUser]).toEqual([
        expect.stringMatching(/^system:serviceaccount:/),
        expect.objectContaining({
          username: 'user:default/payments-dev',
          groups: expect.arrayContaining([TEAM]),
        }),
      ]);
    }
  });

  it('T25 T26: refuses a caller without them although the portal said yes: nothing is written, and the record says denied', async () => {
    const before = await objectsOf(portal, PAYMENTS);
    const stranger = as('frontend-dev');
    const { status, body } = await stranger.post(PATH, draftOf('foreign'));
    expect([status, body.error.code]).toEqual([403, 'NotAllowed']);
    for (const method of ['GET', 'DELETE']) {
      const hidden = await stranger.request(method, `${PATH}/team`);
      const absent = await stranger.request(method, `${PATH}/no-such`);
      expect([hidden.status, hidden.body.error.message]).toEqual([
        404,
        absent.body.error.message,
      ]);
    }
    expect(await objectsOf(portal, PAYMENTS)).toEqual(before);
    const rows = await portal
      .knex('record')
      .where({ actor: 'user:default/frontend-dev', outcome: 'denied' })
      .whereNot({ name: 'no-such' })
      .orderBy('seq')
      .select('action', 'name', 'error_code');
    expect(rows).toEqual([
      { action: 'secret-create', name: 'foreign', error_code: 'NotAllowed' },
      { action: 'secret-fetch', name: 'team', error_code: 'SecretNotFound' },
      { action: 'secret-delete', name: 'team', error_code: 'SecretNotFound' },
    ]);
  });

  it('T25: sees the very user: one who may only read by a rule with his name can do no more', async () => {
    const reader = as('platform');
    const { status, body } = await reader.get(`${PATH}/team`);
    expect([status, body.warnings]).toEqual([200, []]);
    const before = await objectsOf(portal, PAYMENTS);
    for (const { status: code, body: answer } of [
      await reader.post(PATH, draftOf('more')),
      await reader.delete(`${PATH}/team`),
    ]) {
      expect([code, answer.error.code]).toEqual([403, 'NotAllowed']);
    }
    expect(await objectsOf(portal, PAYMENTS)).toEqual(before);
    expect(await portal.knex('operations').where({ state: 'running' })).toEqual(
      [],
    );
  });

  it('S1.7: tells whoever the portal may not speak for to have its rights checked', async () => {
    const ci = portal.withAuthorization(
      mockCredentials.service.header({
        onBehalfOf: mockCredentials.service('external:ci'),
        targetPluginId: 'secrets',
      }),
    );
    const { status, body } = await ci.post(PATH, draftOf('by-service'));
    expect([status, body.error.code]).toEqual([502, 'StoreNotReady']);
  });

  function as(user: string) {
    return portal.as(user);
  }

  async function bind(
    name: string,
    namespace: string,
    rules: AccessRule[],
    kind: 'User' | 'Group',
    subject: string,
  ): Promise<void> {
    const { objects } = portal.world.clusters['control-plane'];
    const metadata = { name: `${name}-${RUN}`, namespace };
    const apiGroup = 'rbac.authorization.k8s.io';
    await objects.create(rbac('roles'), {
      apiVersion: `${apiGroup}/v1`,
      kind: 'Role',
      metadata,
      rules,
    } as never);
    await objects.create(rbac('rolebindings'), {
      apiVersion: `${apiGroup}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup, kind: 'Role', name: metadata.name },
      subjects: [{ apiGroup, kind, name: subject }],
    } as never);
  }
});

function shippedRole(wanted: string): AccessRule[] {
  const roles = parseAllDocuments(readFileSync(FILE, 'utf8'))
    .map(document => document.toJS())
    .filter(({ kind }) => kind === 'ClusterRole');
  return roles.find(({ metadata }) => metadata.name === wanted).rules;
}

/** The shipped right to speak for others, with the names of this test. */
function impersonationRules(): AccessRule[] {
  const names: Record<string, string[]> = {
    users: Object.keys(TEST_GROUPS),
    groups: GROUPS,
  };
  return shippedRole('strongroom-impersonation').map(rule => ({
    ...rule,
    resourceNames: names[rule.resources[0]],
  }));
}
