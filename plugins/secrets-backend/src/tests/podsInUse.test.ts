import { ContractClient } from './__testUtils__/ContractClient';
import {
  draftOf,
  EXTERNAL_SECRETS,
  NAMESPACES,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS, RUN } from './__testUtils__/tenants';

const PATH = `/namespaces/${PAYMENTS}/secrets`;
const PODS = { group: '', version: 'v1', resource: 'pods' };
const REPLICA_SETS = { group: 'apps', version: 'v1', resource: 'replicasets' };
const ACCOUNTS = { group: '', version: 'v1', resource: 'serviceaccounts' };
/** Where a component of the tenant runs. */
const TARGET = `dp-${PAYMENTS}-shop`;
const PATIENCE_MS = 60_000;

describe('pods that run with a value', () => {
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
    await objects().ensure(ACCOUNTS, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { namespace: TARGET, name: 'default' },
    });
    const made = await developer.post(
      PATH,
      draftOf('rotated', { token: 'first' }),
    );
    expect(made.status).toBe(201);
    await consume();
    await eventually(async () => {
      expect(await written()).toBe('first');
      expect((await pulled()).state).toBe('done');
    }, PATIENCE_MS);
  }, 300_000);

  afterAll(async () => {
    await portal.stop();
  }, 60_000);

  it('S3.2, S3.6: after a rotation it is shown which still run with the old value, as what, since when, and what to do', async () => {
    const env = [
      {
        name: 'SHOP_TOKEN_VARIABLE',
        valueFrom: { secretKeyRef: { name: 'shop-secret', key: 'TOKEN' } },
      },
    ];
    await run('shop-5d8f-old', { container: { env }, owner: 'shop-5d8f' });
    await run('report', {
      container: { envFrom: [{ secretRef: { name: 'shop-secret' } }] },
    });
    await run('files', {
      container: { volumeMounts: [{ name: 'token', mountPath: '/token' }] },
      volumes: [{ name: 'token', secret: { secretName: 'shop-secret' } }],
    });
    await run('copied', {
      container: {
        volumeMounts: [
          { name: 'token', mountPath: '/token', subPath: 'TOKEN' },
        ],
      },
      volumes: [
        {
          name: 'token',
          projected: { sources: [{ secret: { name: 'shop-secret' } }] },
        },
      ],
    });
    await run('pulling', { imagePullSecrets: [{ name: 'shop-secret' }] });
    await run('unrelated', {
      container: { envFrom: [{ secretRef: { name: 'other-secret' } }] },
    });

    const refreshed = (await pulled()).at;
    await eventually(async () => {
      // it reads again and again and finds the same
      expect(Date.parse((await pulled()).at)).toBeGreaterThan(
        Date.parse(refreshed) + 1_000,
      );
    }, PATIENCE_MS);
    await eventually(async () => {
      expect(await used()).toEqual({
        'Deployment shop': 'done',
        'Pod copied': 'done',
        'Pod files': 'done',
        'Pod pulling': 'done',
        'Pod report': 'done',
      });
    }, PATIENCE_MS);
    expect((await stepOf('Deployment', 'shop')).sentence).toContain(
      'runs with the present value',
    );

    await rotate('second');
    await eventually(async () => {
      expect(await used()).toEqual({
        'Deployment shop': 'waiting',
        'Pod copied': 'waiting',
        'Pod files': 'done',
        'Pod pulling': 'done',
        'Pod report': 'waiting',
      });
    }, PATIENCE_MS);
    const old = await stepOf('Deployment', 'shop');
    expect(old).toMatchObject({
      step: 'used',
      consumer: { namespace: TARGET, name: 'shop', secret: 'shop-secret' },
      at: expect.any(String),
      remedy: expect.stringContaining(`Restart Deployment ${TARGET}/shop`),
    });
    expect(old.sentence).toMatch(
      /^1 of 1 pod of Deployment \S+ still runs with the value of before: the present one came \d+ \w+ ago, and it started \d+ \w+ ago\.$/,
    );
    expect((await stepOf('Pod', 'files')).sentence).toContain(
      'follow a change by themselves',
    );
    expect((await stepOf('Pod', 'pulling')).sentence).toContain('pull images');
    expect((await stepOf('Pod', 'copied')).remedy).toContain('subPath');

    await run('shop-77aa-new', { container: { env }, owner: 'shop-77aa' });
    await eventually(async () => {
      expect((await stepOf('Deployment', 'shop')).sentence).toMatch(
        /^1 of 2 pods of Deployment/,
      );
    }, PATIENCE_MS);
    await objects().delete(PODS, { namespace: TARGET, name: 'shop-5d8f-old' });
    await eventually(async () => {
      expect(await stepOf('Deployment', 'shop')).toMatchObject({
        state: 'done',
      });
    }, PATIENCE_MS);

    const details = await developer.get(`${PATH}/rotated`);
    expect(
      details.body.deliverySteps.filter(({ step }: any) => step === 'used'),
    ).toHaveLength(5);
    const { text } = await developer.get(`${PATH}/rotated/delivery`);
    expect(text).not.toContain('SHOP_TOKEN_VARIABLE');
  }, 180_000);

  it('T6: the value of the Secret is not read for it, only its metadata', async () => {
    const { requestLog } = portal.world.clusters['control-plane'];
    const ours = requestLog
      .filter({ resource: 'secrets', name: 'shop-secret' })
      .filter(({ userAgent }) => !userAgent.startsWith('external-secrets'));
    expect(ours.length).toBeGreaterThan(0);
    for (const { verb, accept } of ours) {
      expect([verb, accept]).toEqual([
        'get',
        expect.stringContaining('as=PartialObjectMetadata'),
      ]);
    }
  });

  const objects = () => portal.world.clusters['control-plane'].objects;

  /** A pod whose container has just started. */
  async function run(
    name: string,
    options: {
      container?: object;
      owner?: string;
      volumes?: object[];
      imagePullSecrets?: object[];
    },
  ) {
    const { container, owner, ...spec } = options;
    const hash = owner?.split('-').at(-1);
    const uid = owner && (await own(owner));
    await objects().create(PODS, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        namespace: TARGET,
        name,
        ...(owner && {
          labels: { 'pod-template-hash': hash },
          ownerReferences: [
            {
              apiVersion: 'apps/v1',
              kind: 'ReplicaSet',
              name: owner,
              uid,
              controller: true,
            },
          ],
        }),
      },
      spec: {
        containers: [{ name: 'main', image: 'example.com/shop', ...container }],
        ...spec,
      },
    } as never);
    const startedAt = `${new Date().toISOString().slice(0, 19)}Z`;
    await objects().mergePatch(
      PODS,
      { namespace: TARGET, name },
      {
        status: {
          phase: 'Running',
          startTime: startedAt,
          containerStatuses: [
            {
              name: 'main',
              image: 'example.com/shop',
              imageID: '',
              ready: true,
              restartCount: 0,
              state: { running: { startedAt } },
            },
          ],
        },
      },
      { subresource: 'status' },
    );
  }

  /** What a Deployment has made; without it the cluster would take its pods away. */
  async function own(name: string): Promise<string> {
    const labels = { app: name };
    const made = await objects().create(REPLICA_SETS, {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { namespace: TARGET, name },
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'main', image: 'example.com/shop' }] },
        },
      },
    } as never);
    return made.metadata.uid!;
  }

  /** Changes the value, in a later second than whatever started before. */
  async function rotate(token: string) {
    await new Promise(resolve => setTimeout(resolve, 1_500));
    await objects().mergePatch(
      SECRETS,
      { namespace: `openchoreo-kv-${PAYMENTS}`, name: 'rotated' },
      { data: { token: Buffer.from(token).toString('base64') } },
    );
    expect(
      (await developer.post(`${PATH}/rotated/sync`, undefined)).status,
    ).toBe(202);
    await eventually(async () => {
      expect(await written()).toBe(token);
    }, PATIENCE_MS);
    await new Promise(resolve => setTimeout(resolve, 1_500));
  }

  async function consume() {
    await objects().create(EXTERNAL_SECRETS, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: {
        namespace: TARGET,
        name: 'shop',
        labels: { 'openchoreo.dev/namespace': PAYMENTS },
      },
      spec: {
        refreshInterval: '1s',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'default' },
        target: { name: 'shop-secret' },
        data: [
          {
            secretKey: 'TOKEN',
            remoteRef: {
              key: `secret/${PAYMENTS}/generic/rotated`,
              property: 'token',
            },
          },
        ],
      },
    } as never);
  }

  async function written(): Promise<string | undefined> {
    const secret: any = await objects().find(SECRETS, {
      namespace: TARGET,
      name: 'shop-secret',
    });
    const value = secret?.data?.TOKEN;
    return value && Buffer.from(value, 'base64').toString();
  }

  async function steps(kind: string): Promise<any[]> {
    const { body } = await developer.get(`${PATH}/rotated/delivery`);
    return body.steps.filter(({ step }: any) => step === kind);
  }

  async function pulled(): Promise<any> {
    return (await steps('pulled'))[0] ?? {};
  }

  /** State by kind and name of the workload. */
  async function used(): Promise<Record<string, string>> {
    return Object.fromEntries(
      (await steps('used')).map(({ sentence, state }) => {
        const [, kind, name] = new RegExp(
          `(Deployment|Pod) ${TARGET}/(\\S+)`,
        ).exec(sentence)!;
        return [`${kind} ${name}`, state];
      }),
    );
  }

  async function stepOf(kind: string, name: string): Promise<any> {
    const found = (await steps('used')).find(({ sentence }) =>
      sentence.includes(`${kind} ${TARGET}/${name} `),
    );
    expect(found).toBeDefined();
    return found;
  }
});
