import { FaultEffect } from '@strongroom/embedded-cluster';
import { spec } from '../schema/openapi.generated';
import { Answer, ContractClient } from './__testUtils__/ContractClient';
import {
  DATA_PLANES,
  draftOf,
  PLANE,
  PUSH_SECRETS,
  referenceOf,
  REFERENCES,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { teamsPolicy } from './__testUtils__/testPolicy';
import { PAYMENTS } from './__testUtils__/tenants';

const CREATE = `/namespaces/${PAYMENTS}/secrets`;

/** Status and class of each code. */
const CONTRACT: Record<string, [number, string]> = {
  InvalidRequest: [400, 'InputError'],
  InvalidSecret: [400, 'InputError'],
  NotAuthenticated: [401, 'AuthenticationError'],
  NotAllowed: [403, 'NotAllowedError'],
  FeatureDisabled: [403, 'NotAllowedError'],
  NamespaceNotFound: [404, 'NotFoundError'],
  SecretNotFound: [404, 'NotFoundError'],
  PlaneNotFound: [404, 'NotFoundError'],
  SecretAlreadyExists: [409, 'ConflictError'],
  NotOwned: [409, 'ConflictError'],
  OperationInProgress: [409, 'ConflictError'],
  PlaneHasNoStore: [409, 'ConflictError'],
  VersionConflict: [412, 'PreconditionFailedError'],
  VersionRequired: [428, 'PreconditionRequiredError'],
  PayloadTooLarge: [413, 'PayloadTooLargeError'],
  UnsupportedMediaType: [415, 'UnsupportedMediaTypeError'],
  IdempotencyMismatch: [422, 'UnprocessableError'],
  Unsupported: [422, 'UnprocessableError'],
  RateLimited: [429, 'RateLimitedError'],
  Internal: [500, 'Error'],
  StoreNotReady: [502, 'ServiceUnavailableError'],
  PlaneUnreachable: [502, 'ServiceUnavailableError'],
  RecordUnavailable: [503, 'ServiceUnavailableError'],
  Timeout: [504, 'ServiceUnavailableError'],
};

describe('error codes', () => {
  let portal: TestPortal;
  let developer: ContractClient;
  const control = () => portal.world.clusters['control-plane'];

  beforeAll(async () => {
    portal = await startPortal({
      clusterTimeout: { seconds: 3 },
      secrets: {
        limits: { bodyBytes: 10_000 },
        operations: {
          lease: { seconds: 1 },
          requestTimeout: { seconds: 4 },
          deadline: { seconds: 10 },
        },
      },
    });
    developer = portal.as('payments-dev');
    await create('there');
    await control().objects.create(DATA_PLANES, {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'ClusterDataPlane',
      metadata: { name: 'storeless' },
      spec: {},
    } as never);
    await control().objects.create(REFERENCES, referenceOf(PAYMENTS, 'manual'));
    await eventually(async () => {
      const { body } = await developer.get(`/namespaces/${PAYMENTS}/planes`);
      expect(body.items).toHaveLength(3);
    });
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  }, 60_000);

  const create = (name: string, more = {}, headers = {}) =>
    developer.post(CREATE, draftOf(name, undefined, more), { headers });

  /** A create that meets a fault at one of its calls. */
  async function createInto(
    verb: string,
    resource: string,
    effect: FaultEffect,
  ): Promise<Answer> {
    const disarm = control().faults.add({
      match: { verb, resource, times: 1 },
      effect,
    });
    const answer = await create(`faulty-${resource}-${effect.type}`);
    disarm();
    return answer;
  }

  const WAYS: Record<string, () => Promise<Answer>> = {
    InvalidRequest: () => developer.post(CREATE, {}),
    InvalidSecret: () => create('invalid', { data: { k: { value: '' } } }),
    NotAuthenticated: () =>
      portal.withAuthorization(undefined).get('/namespaces'),
    async NotAllowed() {
      portal.setPolicy(permission => ({
        result: (permission.name.endsWith('.read') ? 'ALLOW' : 'DENY') as never,
      }));
      const answer = await create('denied');
      portal.setPolicy(teamsPolicy);
      return answer;
    },
    async FeatureDisabled() {
      const other = await startPortal({
        world: portal.world,
        off: true,
        secrets: { enabled: false },
      });
      const answer = await other.as('platform').get('/secrets');
      await other.stop();
      return answer;
    },
    NamespaceNotFound: () => developer.get('/namespaces/nowhere/planes'),
    SecretNotFound: () => developer.get(`${CREATE}/none`),
    PlaneNotFound: () =>
      create('planeless', { targetPlane: { ...PLANE, name: 'none' } }),
    SecretAlreadyExists: () => create('there'),
    NotOwned: () => developer.delete(`${CREATE}/manual`),
    async OperationInProgress() {
      let second: Answer | undefined;
      const disarm = control().faults.before(
        { verb: 'create', resource: 'secrets', times: 1 },
        async () => {
          second = await create('busy');
        },
      );
      await create('busy');
      disarm();
      return second!;
    },
    PlaneHasNoStore: () =>
      create('storeless', { targetPlane: { ...PLANE, name: 'storeless' } }),
    VersionConflict: () =>
      developer.delete(`${CREATE}/there`, { headers: { 'If-Match': '"old"' } }),
    VersionRequired: () =>
      developer.patch(`${CREATE}/there`, { description: 'unseen' }),
    PayloadTooLarge: () =>
      developer.post(CREATE, draftOf('large', { k: 'x'.repeat(20_000) })),
    UnsupportedMediaType: () =>
      developer.request('POST', CREATE, {
        raw: '{}',
        headers: { 'Content-Type': 'text/plain' },
      }),
    async IdempotencyMismatch() {
      const headers = { 'Idempotency-Key': 'key' };
      await create('mismatch', {}, headers);
      return create('mismatch-2', {}, headers);
    },
    async Unsupported() {
      await create('kept');
      await control().objects.mergePatch(
        PUSH_SECRETS,
        { namespace: `openchoreo-kv-${PAYMENTS}`, name: 'kept' },
        { spec: { deletionPolicy: 'None' } },
      );
      return developer.delete(`${CREATE}/kept`);
    },
    RateLimited: () =>
      createInto('create', 'secrets', {
        type: 'status',
        code: 429,
        retryAfter: 7,
      }),
    async Internal() {
      portal.setPolicy(() => {
        throw new Error('what only the log may say');
      });
      const answer = await create('failing');
      portal.setPolicy(teamsPolicy);
      return answer;
    },
    StoreNotReady: () =>
      createInto('create', 'secrets', { type: 'status', code: 403 }),
    PlaneUnreachable: () =>
      createInto('create', 'secrets', { type: 'status', code: 503 }),
    async RecordUnavailable() {
      await portal.knex.destroy();
      const answer = await create('unrecorded');
      portal.knex.initialize();
      return answer;
    },
    Timeout: () => createInto('create', 'secrets', { type: 'hang' }),
  };

  it('each is answered by a route, with its status and class, a plain sentence and a correlation id', async () => {
    const { ErrorCode } = (spec.components as any).schemas;
    expect([...ErrorCode.enum].sort()).toEqual(Object.keys(CONTRACT).sort());
    expect(Object.keys(WAYS).sort()).toEqual(Object.keys(CONTRACT).sort());
    for (const [code, [status, name]] of Object.entries(CONTRACT)) {
      const answer = await WAYS[code]();
      expect({
        code,
        status: answer.status,
        error: answer.body?.error,
      }).toEqual({
        code,
        status,
        error: expect.objectContaining({
          code,
          name,
          message: expect.stringMatching(/^[A-Z].*\.$/),
          correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        }),
      });
      expect(answer.body.response).toEqual({ statusCode: status });
      expect(answer.text).not.toMatch(/what only the log|ECONN|knex|SQLITE/i);
      if (code === 'RateLimited') {
        expect(answer.headers.get('Retry-After')).toBe('7');
      }
    }
  }, 120_000);

  it('an error that nobody expected is in the log by class, place and correlation id, without its text', async () => {
    const answer = await WAYS.Internal();
    const { correlationId } = answer.body.error;
    expect(portal.log()).toContain(`correlationId=${correlationId}`);
    expect(portal.log()).not.toContain('what only the log may say');
  });
});
