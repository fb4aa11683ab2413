import { ContractClient } from './__testUtils__/ContractClient';
import {
  draftOf,
  EXTERNAL_SECRETS,
  NAMESPACES,
  PUSH_SECRETS,
  readStore,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS, RUN } from './__testUtils__/tenants';

const PATH = `/namespaces/${PAYMENTS}/secrets`;
const PLANE_NAMESPACE = `openchoreo-kv-${PAYMENTS}`;
/** Where a component of the tenant runs. */
const TARGET = `dp-${PAYMENTS}-shop`;
const PATIENCE_MS = 60_000;

describe('carrying a value to where it is used, now', () => {
  let portal: TestPortal;
  let developer: ContractClient;

  beforeAll(async () => {
    portal = await startPortal({ clusters: ['control-plane'] });
    developer = portal.as('payments-dev');
    await objects().create(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: TARGET, labels: { 'strongroom.test/run': RUN } },
    });
  }, 300_000);

  afterAll(async () => {
    await portal.stop();
  }, 60_000);

  it('S3.6, S3.2: pushes what stands in the plane, and has every consumer read it that does not read for an hour; says of one that never does', async () => {
    await create('cycled', { token: 'first' });
    await consume('cycled', 'hourly', { refreshInterval: '1h' });
    await consume('cycled', 'once', { refreshPolicy: 'CreatedOnce' });
    await eventually(async () => {
      expect(await written('hourly')).toBe('first');
      expect(await written('once')).toBe('first');
    }, PATIENCE_MS);
    await pulledBy('cycled', 'once', 'done');
    await setInPlane('cycled', 'second');

    const { status, body } = await sync('cycled');
    expect(status).toBe(202);
    expect(body).toMatchObject({ state: 'Synced', since: expect.any(String) });
    expect(stepOf(body, 'hourly').state).toMatch(/^(running|done)$/);
    expect(stepOf(body, 'once')).toMatchObject({
      sentence: expect.stringContaining('does not read again'),
      remedy: expect.stringContaining('A sync cannot change that'),
    });
    await eventually(async () => {
      expect(await written('hourly')).toBe('second');
    }, PATIENCE_MS);
    expect(await readStore(portal, `${PAYMENTS}/generic/cycled`)).toEqual({
      token: 'second',
    });
    expect(await written('once')).toBe('first');
    const rows = await portal
      .knex('record')
      .where({ action: 'secret-sync', name: 'cycled' })
      .orderBy('seq');
    expect(rows.map(({ outcome, actor }) => [outcome, actor])).toEqual([
      ['intent', 'user:default/payments-dev'],
      ['success', 'user:default/payments-dev'],
    ]);
  }, 120_000);

  it('T21: the same request again pushes nothing again, and another body of the key is refused', async () => {
    await create('repeated');
    const headers = { 'Idempotency-Key': 'once-only' };
    const first = await developer.post(`${PATH}/repeated/sync`, undefined, {
      headers,
    });
    expect(first.status).toBe(202);
    const pushed = await triggerOf('repeated');
    const second = await developer.post(`${PATH}/repeated/sync`, undefined, {
      headers,
    });
    expect(second.status).toBe(202);
    expect(await triggerOf('repeated')).toBe(pushed);
    const other = await developer.post(`${PATH}/cycled/sync`, undefined, {
      headers,
    });
    expect([other.status, other.body.error.code]).toEqual([
      422,
      'IdempotencyMismatch',
    ]);
  });

  it('T23, T22: makes a PushSecret again that was lost, and the value is in the store again', async () => {
    await create('lost', { token: 'kept' });
    await objects().delete(PUSH_SECRETS, place('lost'));
    await eventually(async () => {
      expect(
        await readStore(portal, `${PAYMENTS}/generic/lost`),
      ).toBeUndefined();
      expect((await delivery('lost')).body.state).toMatch(/Pending|Failed/);
    });
    const { status, body } = await sync('lost');
    expect(status).toBe(202);
    expect(body.state).toMatch(/^(Pushing|Synced)$/);
    await eventually(async () => {
      expect((await delivery('lost')).body.state).toBe('Synced');
      expect(await readStore(portal, `${PAYMENTS}/generic/lost`)).toEqual({
        token: 'kept',
      });
    });
  });

  it("T22: refuses to push while the plane's Secret is gone, touches nothing, and says what to do", async () => {
    await create('sourceless', { token: 'last copy' });
    const pushed = await triggerOf('sourceless');
    await objects().delete(SECRETS, place('sourceless'));
    const { status, body } = await sync('sourceless');
    expect([status, body.error.code]).toEqual([422, 'Unsupported']);
    expect(body.error.message).toContain('Set the values again');
    expect(await triggerOf('sourceless')).toBe(pushed);
    const [last] = await portal
      .knex('record')
      .where({ action: 'secret-sync', name: 'sourceless' })
      .orderBy('seq', 'desc');
    expect([last.outcome, last.error_code]).toEqual(['failure', 'Unsupported']);
    expect(await running()).toEqual([]);
  });

  it('T19: leaves a PushSecret alone that pushes somewhere else than the reference says', async () => {
    await create('foreign');
    await objects().mergePatch(PUSH_SECRETS, place('foreign'), {
      spec: {
        data: [
          {
            match: {
              secretKey: 'token',
              remoteRef: {
                remoteKey: `secret/${PAYMENTS}/generic/other`,
                property: 'token',
              },
            },
          },
        ],
      },
    });
    const before = await triggerOf('foreign');
    const { status, body } = await sync('foreign');
    expect([status, body.error.code]).toEqual([409, 'NotOwned']);
    expect(await triggerOf('foreign')).toBe(before);
  });

  it('T22: one consumer that cannot be asked keeps no other from being asked, and the answer says which', async () => {
    await create('shared', { token: 'first' });
    await consume('shared', 'reached', { refreshInterval: '1h' });
    await consume('shared', 'refused', { refreshInterval: '1h' });
    await eventually(async () => {
      expect(await written('refused')).toBe('first');
      expect(await written('reached')).toBe('first');
    }, PATIENCE_MS);
    await pulledBy('shared', 'refused', 'done');
    await pulledBy('shared', 'reached', 'done');
    await setInPlane('shared', 'second');
    const disarm = portal.world.clusters['control-plane'].faults.add({
      match: { verb: 'patch', resource: 'externalsecrets', name: 'refused' },
      effect: { type: 'status', code: 503 },
    });
    try {
      const { status, body } = await sync('shared');
      expect(status).toBe(202);
      expect(stepOf(body, 'refused')).toMatchObject({
        state: 'failed',
        sentence: `ExternalSecret ${TARGET}/refused could not be asked to read the store now, because the plane did not answer in time.`,
        remedy: 'It reads again by itself every 1h.',
      });
    } finally {
      disarm();
    }
    await eventually(async () => {
      expect(await written('reached')).toBe('second');
    }, PATIENCE_MS);
    expect(await written('refused')).toBe('first');
  }, 120_000);

  it('T22: waits for an earlier PushSecret that somebody deletes, and says so when the store does not confirm', async () => {
    await create('dying', { token: 'kept' });
    await portal.world.kv.seal();
    try {
      await objects().delete(PUSH_SECRETS, place('dying'));
      const { status, body } = await sync('dying');
      expect([status, body.error.code]).toEqual([409, 'OperationInProgress']);
      expect(body.error.message).toContain('still being deleted');
    } finally {
      await portal.world.kv.unseal();
    }
    expect(await running()).toEqual([]);
    await eventually(async () => {
      expect((await sync('dying')).status).toBe(202);
    }, 120_000);
    await eventually(async () => {
      expect((await delivery('dying')).body.state).toBe('Synced');
    }, PATIENCE_MS);
    expect(await readStore(portal, `${PAYMENTS}/generic/dying`)).toEqual({
      token: 'kept',
    });
  }, 180_000);

  const objects = () => portal.world.clusters['control-plane'].objects;
  const place = (name: string) => ({ namespace: PLANE_NAMESPACE, name });
  const sync = (name: string) =>
    developer.post(`${PATH}/${name}/sync`, undefined);
  const delivery = (name: string) => developer.get(`${PATH}/${name}/delivery`);
  const running = () => portal.knex('operations').where({ state: 'running' });

  async function create(name: string, values?: Record<string, string>) {
    expect((await developer.post(PATH, draftOf(name, values))).status).toBe(
      201,
    );
    await eventually(async () => {
      expect((await delivery(name)).body.state).toBe('Synced');
    }, PATIENCE_MS);
  }

  /** Somebody with `kubectl` changes the value, which External Secrets does not see for an hour. */
  async function setInPlane(name: string, token: string) {
    await objects().mergePatch(SECRETS, place(name), {
      data: { token: Buffer.from(token).toString('base64') },
    });
  }

  async function triggerOf(name: string): Promise<string> {
    const pushSecret: any = await objects().find(PUSH_SECRETS, place(name));
    return pushSecret.metadata.annotations['openchoreo.dev/sync-trigger'];
  }

  async function consume(secret: string, name: string, spec: object) {
    await objects().create(EXTERNAL_SECRETS, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: {
        namespace: TARGET,
        name,
        labels: { 'openchoreo.dev/namespace': PAYMENTS },
      },
      spec: {
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'default' },
        target: { name: `${name}-secret` },
        data: [
          {
            secretKey: 'TOKEN',
            remoteRef: {
              key: `secret/${PAYMENTS}/generic/${secret}`,
              property: 'token',
            },
          },
        ],
        ...spec,
      },
    } as never);
  }

  async function pulledBy(secret: string, name: string, state: string) {
    await eventually(async () => {
      const { body } = await delivery(secret);
      expect(stepOf(body, name)).toMatchObject({ state });
    }, PATIENCE_MS);
  }

  /** What the consumer's Kubernetes Secret holds. */
  async function written(name: string): Promise<string | undefined> {
    const secret: any = await objects().find(SECRETS, {
      namespace: TARGET,
      name: `${name}-secret`,
    });
    const value = secret?.data?.TOKEN;
    return value && Buffer.from(value, 'base64').toString();
  }
});

function stepOf(body: any, consumer: string) {
  return body.steps.find((step: any) => step.consumer?.name === consumer);
}
