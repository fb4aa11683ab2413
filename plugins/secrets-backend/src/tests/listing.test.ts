import {
  draftOf,
  referenceOf,
  REFERENCES,
  WORKLOADS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import {
  Developer,
  PATIENCE_MS,
  startDeveloper,
} from './__testUtils__/startDeveloper';
import { TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS, SHARED } from './__testUtils__/tenants';

const WORKFLOWS = { kind: 'ClusterWorkflowPlane', name: 'default' };

describe('what a list shows', () => {
  let developer: Developer;
  let portal: TestPortal;

  beforeAll(async () => {
    developer = await startDeveloper();
    portal = developer.portal;
  }, 120_000);

  afterAll(async () => {
    await developer.portal.stop();
  });

  it('lists with filters, order and a cursor that survives inserts and deletes', async () => {
    const platform = portal.as('platform');
    const names = Array.from(
      { length: 12 },
      (_, index) => `row-${String(index).padStart(2, '0')}`,
    );
    for (const [index, name] of names.entries()) {
      const made = await platform.post(
        `/namespaces/${SHARED}/secrets`,
        index % 3
          ? draftOf(
              name,
              { [`key-${index}`]: 'v' },
              {
                labels: { tier: index % 2 ? 'odd' : 'even' },
                expiresAt: new Date(
                  Date.now() + index * 86_400_000,
                ).toISOString(),
              },
            )
          : {
              ...draftOf(name, { username: 'u', password: 'p-9' }),
              type: 'kubernetes.io/basic-auth',
              category: 'git-credentials',
              targetPlane: WORKFLOWS,
            },
      );
      expect(made.status).toBe(201);
    }
    const list = async (query: string) => {
      const { body } = await platform.get(
        `/secrets?namespace=${SHARED}&q=row&${query}`,
      );
      return {
        names: body.items
          .map(({ name }: any) => name.replace('row-', ''))
          .join(),
        total: body.totalItems,
        next: body.pageInfo.nextCursor as string | undefined,
      };
    };
    expect(await list('type=kubernetes.io/basic-auth')).toMatchObject({
      names: '00,03,06,09',
      total: 4,
    });
    expect((await list('category=git-credentials&order=desc')).names).toBe(
      '09,06,03,00',
    );
    expect((await list('plane=ClusterWorkflowPlane/default')).total).toBe(4);
    expect((await list('expiringWithin=5')).names).toBe('01,02,04,05');
    expect((await list('orderBy=type&limit=3')).names).toBe('01,02,04');
    const found = async (q: string) =>
      (
        await platform.get(`/secrets?namespace=${SHARED}&q=${q}`)
      ).body.items.map(({ name }: any) => name);
    expect(await found('KEY-11')).toEqual(['row-11']);
    expect(await found('even')).toEqual([
      'row-02',
      'row-04',
      'row-08',
      'row-10',
    ]);
    expect(await found('clusterworkflowplane/default')).toHaveLength(4);
    await eventually(async () => {
      expect((await list('state=Synced')).total).toBe(12);
      expect((await list('state=Failed')).total).toBe(0);
    }, PATIENCE_MS);

    const first = await list('limit=4');
    expect(first).toMatchObject({ names: '00,01,02,03', total: 12 });
    await platform.delete(`/namespaces/${SHARED}/secrets/row-03`);
    await platform.post(`/namespaces/${SHARED}/secrets`, draftOf('row-00a'));
    const second = await list(`limit=4&cursor=${first.next}`);
    expect(second.names).toBe('04,05,06,07');
    const third = await list(`limit=5&cursor=${second.next}`);
    expect(third).toMatchObject({ names: '08,09,10,11', next: undefined });
    const foreign = await platform.get(
      `/secrets?namespace=${SHARED}&q=row&order=desc&cursor=${first.next}`,
    );
    expect(foreign.body.error).toMatchObject({
      code: 'InvalidRequest',
      details: [{ field: 'cursor' }],
    });
  }, 60_000);

  it('S2.10: an entity shows what it uses, missing first, with the keys that are not there', async () => {
    await developer.create(draftOf('annotated', { token: 'value' }));
    await developer.create(draftOf('used', { user: 'u', pass: 'p-9' }));
    await developer.synced('used');
    await developer.control.objects.create(WORKLOADS, {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'Workload',
      metadata: { namespace: PAYMENTS, name: 'checkout' },
      spec: {
        owner: { projectName: 'shop', componentName: 'checkout' },
        container: {
          image: 'example/checkout',
          env: [
            {
              key: 'USER',
              valueFrom: { secretKeyRef: { name: 'used', key: 'user' } },
            },
            {
              key: 'OTHER',
              valueFrom: { secretKeyRef: { name: 'used', key: 'absent' } },
            },
          ],
          files: [
            {
              key: 'ca.pem',
              mountPath: '/etc/ca',
              valueFrom: { secretKeyRef: { name: 'absent', key: 'ca.crt' } },
            },
          ],
        },
      },
    } as never);
    await eventually(async () => {
      const { body } = await developer.client.get(
        '/entities/component/default/checkout/secrets',
      );
      expect(body.items).toEqual([
        {
          reference: { namespace: PAYMENTS, name: 'absent' },
          keys: ['ca.crt'],
          via: ['file'],
          presence: 'missing',
        },
        expect.objectContaining({
          reference: { namespace: PAYMENTS, name: 'annotated' },
          keys: ['token'],
          via: ['annotation'],
          presence: 'present',
        }),
        expect.objectContaining({
          reference: { namespace: PAYMENTS, name: 'used' },
          type: 'Opaque',
          keys: ['absent', 'user'],
          missingKeys: ['absent'],
          via: ['env'],
          presence: 'present',
          delivery: expect.objectContaining({ state: 'Synced' }),
        }),
      ]);
    }, PATIENCE_MS);
    const foreign = await portal
      .as('frontend-dev')
      .get('/entities/component/default/checkout/secrets');
    expect(foreign.body.items.map(({ presence }: any) => presence)).toEqual([
      'unknown',
      'unknown',
      'unknown',
    ]);
    expect(foreign.text).not.toMatch(/Synced|Opaque|missingKeys/);
    expect(
      (await developer.client.get('/entities/component/default/none/secrets'))
        .body,
    ).toEqual({ items: [] });
  }, 60_000);

  it('S2.11: what kubectl creates and deletes shows without another request of ours', async () => {
    await developer.control.objects.create(
      REFERENCES,
      referenceOf(PAYMENTS, 'by-kubectl'),
    );
    await eventually(async () => {
      const { body } = await developer.client.get('/secrets?q=by-kubectl');
      expect(body.items).toMatchObject([{ source: 'manual', managed: false }]);
    }, PATIENCE_MS);
    await developer.control.objects.delete(REFERENCES, {
      namespace: PAYMENTS,
      name: 'by-kubectl',
    });
    await eventually(async () => {
      const { body } = await developer.client.get('/secrets?q=by-kubectl');
      expect(body.items).toEqual([]);
    }, PATIENCE_MS);
  }, 60_000);
});
