import {
  draftOf,
  EXTERNAL_SECRETS,
  NAMESPACES,
  readStore,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS, RUN } from './__testUtils__/tenants';

const PATH = `/namespaces/${PAYMENTS}/secrets`;
const REMOTE = `${PAYMENTS}/generic/rotated`;
/** Where a component of the tenant runs. */
const TARGET = `dp-${PAYMENTS}-shop`;
const SLOW_MS = 120_000;

describe('what consumers pull', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({ clusters: ['control-plane'] });
    const { objects } = portal.world.clusters['control-plane'];
    await objects.create(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: TARGET, labels: { 'strongroom.test/run': RUN } },
    });
  }, 300_000);

  afterAll(async () => {
    await portal.stop();
  });

  it(
    'S3.2: a value that is rotated in the store arrives in the Secret of the consumer, and the delivery tells where, how often, when and how long ago',
    async () => {
      const created = await developer().post(
        PATH,
        draftOf('rotated', { token: 'first' }),
      );
      expect(created.status).toBe(201);
      await consume('often', '1s');
      await consume('seldom', '1h');
      await eventually(async () => {
        expect(await written('often')).toBe('first');
        expect(await written('seldom')).toBe('first');
      }, SLOW_MS);
      let before = await pulledBy('often');
      // the portal may hear of it later than the Secret is there
      await eventually(async () => {
        before = await pulledBy('often');
        expect(before.state).toBe('done');
      }, SLOW_MS);
      expect(before).toMatchObject({
        consumer: {
          namespace: TARGET,
          name: 'often',
          secret: 'often-secret',
          refreshInterval: '1s',
        },
        sentence: `ExternalSecret ${TARGET}/often has read the value into the Secret often-secret; it reads again every 1s.`,
      });
      expect((await pulledBy('seldom')).consumer).toMatchObject({
        secret: 'seldom-secret',
        refreshInterval: '1h',
      });

      const rotated = await portal.world.kv.send(
        'POST',
        `secret/data/${REMOTE}`,
        { data: { token: 'second' } },
      );
      expect(rotated.code).toBe(200);
      expect(await readStore(portal, REMOTE)).toEqual({ token: 'second' });
      await eventually(async () => {
        expect(await written('often')).toBe('second');
      }, SLOW_MS);
      expect(await written('seldom')).toBe('first');
      await eventually(async () => {
        const { state, at } = await pulledBy('often');
        expect(state).toBe('done');
        expect(Date.parse(at)).toBeGreaterThan(Date.parse(before.at));
        expect(Date.now() - Date.parse(at)).toBeLessThan(SLOW_MS);
      }, SLOW_MS);
    },
    4 * SLOW_MS,
  );

  it('S3.2: a path in the store is in no step, for whoever may see the secret at all sees those', async () => {
    const { text } = await developer().get(`${PATH}/rotated/delivery`);
    expect(text).not.toContain(REMOTE);
  });

  function developer() {
    return portal.as('payments-dev');
  }

  async function consume(name: string, refreshInterval: string) {
    const { objects } = portal.world.clusters['control-plane'];
    await objects.create(EXTERNAL_SECRETS, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: {
        namespace: TARGET,
        name,
        labels: { 'openchoreo.dev/namespace': PAYMENTS },
      },
      spec: {
        refreshInterval,
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'default' },
        target: { name: `${name}-secret` },
        data: [
          {
            secretKey: 'TOKEN',
            remoteRef: { key: `secret/${REMOTE}`, property: 'token' },
          },
        ],
      },
    } as never);
  }

  /** What the consumer's Kubernetes Secret holds. */
  async function written(name: string): Promise<string | undefined> {
    const { objects } = portal.world.clusters['control-plane'];
    const secret: any = await objects.find(SECRETS, {
      namespace: TARGET,
      name: `${name}-secret`,
    });
    const value = secret?.data?.TOKEN;
    return value && Buffer.from(value, 'base64').toString();
  }

  async function pulledBy(name: string): Promise<any> {
    let step: any;
    await eventually(async () => {
      const { body } = await developer().get(`${PATH}/rotated/delivery`);
      step = body.steps.find((one: any) => one.consumer?.name === name);
      expect(step).toMatchObject({ step: 'pulled' });
    }, SLOW_MS);
    return step;
  }
});
