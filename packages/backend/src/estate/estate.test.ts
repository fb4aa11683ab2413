import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  SECRET_CATEGORIES,
  SECRET_TYPES,
} from '@strongroom/backstage-plugin-secrets-common';
import { eventually } from '../__testUtils__/eventually';
import { PortalClient } from '../__testUtils__/PortalClient';
import { StartedBackend, startBackend } from '../__testUtils__/startBackend';

const DAY_MS = 86_400_000;
/** Every state that the contract has. */
const STATES = [
  'Pending',
  'Pushing',
  'Synced',
  'Failed',
  'SourceMissing',
  'Deleting',
  'DeleteStuck',
  'Unreachable',
  'Unknown',
];

jest.setTimeout(240_000);

let state: string;
let backend: StartedBackend;
let platform: PortalClient;

beforeAll(async () => {
  state = mkdtempSync(path.join(tmpdir(), 'strongroom-estate-'));
  await start();
});

afterAll(async () => {
  await backend?.stop();
  rmSync(state, { recursive: true, force: true });
});

async function start(): Promise<void> {
  backend = await startBackend({ STRONGROOM_STATE: state });
  platform = await PortalClient.signIn(backend.url, 'platform');
}

const byState = async (wanted: string): Promise<string[]> =>
  (await platform.secrets())
    .filter(({ delivery }) => delivery.state === wanted)
    .map(({ namespace, name }) => `${namespace}/${name}`)
    .sort();

const namesOf = async (client: PortalClient): Promise<string[]> =>
  (await client.get('secrets/namespaces')).body.items.map(
    ({ name }: { name: string }) => name,
  );

describe('the estate of the demo', () => {
  it('has every delivery state, type, category and source', async () => {
    const seen = new Set<string>();
    await eventually(async () => {
      for (const { delivery } of await platform.secrets()) {
        seen.add(delivery.state);
      }
      expect([...seen].sort()).toEqual([...STATES].sort());
    });
    const secrets = await platform.secrets();
    expect(secrets.length).toBeGreaterThanOrEqual(58);
    const all = (field: string) => new Set(secrets.map(each => each[field]));
    expect(all('type')).toEqual(new Set(SECRET_TYPES));
    expect(all('category')).toEqual(new Set(SECRET_CATEGORIES));
    expect(all('source')).toEqual(
      new Set(['portal', 'openchoreo-api', 'gitops', 'manual']),
    );
    const kinds = new Set(secrets.map(({ targetPlane }) => targetPlane.kind));
    expect([...kinds].sort()).toEqual([
      'ClusterDataPlane',
      'ClusterWorkflowPlane',
      'DataPlane',
      'WorkflowPlane',
    ]);
  });

  it('is in each state for the reason that it was given', async () => {
    await eventually(async () => {
      expect(await byState('Failed')).toEqual(
        expect.arrayContaining([
          'analytics/warehouse-loader',
          'analytics/warehouse-reader',
          'payments/fraud-scoring',
        ]),
      );
      expect((await byState('Synced')).length).toBeGreaterThanOrEqual(45);
    });
    expect(await byState('Unreachable')).toEqual([
      'orders/till-signing-key',
      'orders/till-updates',
    ]);
    expect(await byState('SourceMissing')).toEqual(['search/crawler-login']);
    expect(await byState('DeleteStuck')).toContain('analytics/warehouse-trial');
    expect(await byState('Unknown')).toContain('payments/bank-gateway');
    const { body: refused } = await platform.get(
      'secrets/namespaces/analytics/secrets/warehouse-loader/delivery',
    );
    expect(JSON.stringify(refused)).toContain('refuses External Secrets');
    // A plane that answers late on a busy machine is among the problems until it is read.
    await eventually(async () => {
      const { body: list } = await platform.get('secrets/secrets');
      expect(list.problems).toMatchObject([
        { plane: { name: 'stores-edge' }, code: 'PlaneUnreachable' },
      ]);
    });
  });

  it('has a certificate that expires in 9 days, and names that people chose', async () => {
    const { body: expiring } = await platform.get(
      'secrets/secrets?expiringWithin=10',
    );
    expect(expiring.items).toMatchObject([
      { namespace: 'payments', name: 'ledger-mtls', type: 'kubernetes.io/tls' },
    ]);
    const days = Math.floor(
      (Date.parse(expiring.items[0].expiresAt) - Date.now()) / DAY_MS,
    );
    expect(days).toBe(9);
    const { body: namespaces } = await platform.get('secrets/namespaces');
    expect(namespaces.items).toHaveLength(8);
    for (const { displayName, counts } of namespaces.items) {
      expect(displayName).toMatch(/^[A-Z]/);
      expect(counts.total).toBeGreaterThanOrEqual(6);
    }
    const ages = (await platform.secrets()).map(({ createdAt }) =>
      Math.round((Date.now() - Date.parse(createdAt)) / DAY_MS),
    );
    expect(Math.max(...ages)).toBeGreaterThan(400);
    expect(new Set(ages).size).toBeGreaterThan(40);
  });

  it('shows on the component checkout one secret that is missing, and consumers that have theirs', async () => {
    await eventually(async () => {
      const { status, body } = await platform.get(
        'secrets/entities/component/default/checkout/secrets',
      );
      expect(status).toBe(200);
      expect(
        body.items.map(({ reference, presence }: any) => [
          reference.name,
          presence,
        ]),
      ).toEqual([
        ['checkout-tls', 'missing'],
        ['card-processor', 'present'],
        ['checkout-db', 'present'],
        ['checkout-session-key', 'present'],
        ['fraud-scoring', 'present'],
      ]);
      const { body: delivery } = await platform.get(
        'secrets/namespaces/payments/secrets/checkout-db/delivery',
      );
      const pulled = delivery.steps.filter(
        ({ step }: any) => step === 'pulled',
      );
      expect(pulled.map((each: any) => each.state)).toEqual(['done', 'done']);
    });
  });

  it('S4.8: has something of what can be found, with what can be done about it', async () => {
    await eventually(async () => {
      const { body } = await platform.get('secrets/findings');
      expect(
        body.items.map(({ kind, namespace, name, actions }: any) =>
          [kind, `${namespace}/${name}`, ...actions].join(' '),
        ),
      ).toEqual(
        expect.arrayContaining([
          'StuckDelete analytics/warehouse-trial',
          'SourceMissing search/crawler-login',
          'PushSecretLost identity/provisioning-token retry',
          'ForeignPath identity/social-login',
          'MissingReference payments/checkout-tls',
          'ConcurrentWriter identity/sms-provider',
          'StoreChanged shared/tracing-ingest',
          'LeftoverKeys orders/carrier-api prune',
          'OrphanedPushSecret payments/settlement-export adopt remove',
          'OrphanedValue frontend/preview-webhook adopt remove',
          'ExpiringCertificate payments/ledger-mtls',
          'ExpiringCertificate search/search-tls',
          'ValueMissing payments/bank-gateway',
        ]),
      );
      expect(body.problems).toMatchObject([{ plane: { name: 'stores-edge' } }]);
    });
  });

  it('has a secret that was rotated, with one pod that still runs with the old value and one that does not', async () => {
    await eventually(async () => {
      const { body } = await platform.get(
        'secrets/namespaces/payments/secrets/checkout-session-key/delivery',
      );
      expect(body.steps.at(-1)).toMatchObject({
        step: 'used',
        state: 'waiting',
        sentence: expect.stringMatching(
          /^1 of 2 pods of Deployment dp-payments-shop-production-\S+\/checkout still runs with the value of before: .* and it started 9 days ago\.$/,
        ),
        remedy: expect.stringContaining('Restart Deployment'),
      });
    });
  });

  it('S3.3: has a secret on a store that keeps versions, which are told by the names of their keys and can be restored', async () => {
    const developer = await PortalClient.signIn(backend.url, 'payments-dev');
    const base = 'secrets/namespaces/payments/secrets/webhook-signing';
    await eventually(async () => {
      const { body } = await developer.get(base);
      expect(body).toMatchObject({
        delivery: { state: 'Synced' },
        capabilities: { versions: true, restore: true },
      });
    });
    const { body } = await developer.get(`${base}/versions`);
    expect(
      body.items.map(({ id, current, changes }: any) => [id, current, changes]),
    ).toEqual([
      [
        '3',
        true,
        {
          added: ['algorithm'],
          removed: ['previous-key'],
          changed: ['key-id', 'signing-key'],
        },
      ],
      [
        '2',
        false,
        {
          added: ['key-id'],
          removed: [],
          changed: ['previous-key', 'signing-key'],
        },
      ],
      ['1', false, undefined],
    ]);
  });

  it('shows to each role what its policy says', async () => {
    const everything = (await namesOf(platform)).sort();
    for (const [role, expected] of [
      ['payments-dev', ['payments', 'shared']],
      ['frontend-dev', ['frontend', 'shared']],
      ['security', everything],
      ['guest', []],
    ] as const) {
      const client = await PortalClient.signIn(backend.url, role);
      expect([role, (await namesOf(client)).sort()]).toEqual([role, expected]);
      const seen = new Set(
        (await client.secrets()).map(({ namespace }) => namespace),
      );
      expect([...seen].sort()).toEqual(expected);
    }
  });

  it('lets the static token of the service into the namespace shared alone', async () => {
    const service = PortalClient.create(backend.url, 'demo-service-token');
    expect(await namesOf(service)).toEqual(['shared']);
    const secrets = await service.secrets();
    expect(secrets.length).toBeGreaterThanOrEqual(6);
    expect(new Set(secrets.map(({ namespace }) => namespace))).toEqual(
      new Set(['shared']),
    );
    const draft = {
      name: 'made-by-a-script',
      type: 'Opaque',
      targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
      data: { token: { value: 'seven-bridges' } },
    };
    const create = (namespace: string) =>
      service.call('POST', `secrets/namespaces/${namespace}/secrets`, draft);
    expect((await create('shared')).status).toBe(201);
    const denied = await create('payments');
    const absent = await create('no-such-namespace');
    expect(denied.status).toBe(404);
    expect(denied.body.error.code).toBe(absent.body.error.code);
    expect(
      (
        await service.call(
          'DELETE',
          'secrets/namespaces/shared/secrets/made-by-a-script',
        )
      ).status,
    ).toBeLessThan(300);
  });

  it('keeps what was deleted away over a restart, and everything else', async () => {
    const keep = (secrets: any[]) =>
      secrets.map(({ namespace, name }) => `${namespace}/${name}`).sort();
    const before = keep(await platform.secrets());
    const { status } = await platform.call(
      'DELETE',
      'secrets/namespaces/frontend/secrets/cms-token',
    );
    expect([202, 204]).toContain(status);
    await eventually(async () =>
      expect(keep(await platform.secrets())).not.toContain(
        'frontend/cms-token',
      ),
    );
    await backend.stop('SIGKILL');
    await start();
    await eventually(async () =>
      expect(keep(await platform.secrets())).toEqual(
        before.filter(name => name !== 'frontend/cms-token'),
      ),
    );
  });
});
