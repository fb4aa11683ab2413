import { ContractClient } from './__testUtils__/ContractClient';
import {
  draftOf,
  objectsOf,
  PLANE,
  PUSH_SECRETS,
  readStore,
  referenceOf,
  REFERENCES,
  SECRETS,
  WORKLOADS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { FRONTEND, PAYMENTS, SHARED } from './__testUtils__/tenants';

const NAMESPACE = PAYMENTS;
const PATIENCE_MS = 60_000;
const WORKFLOWS = { kind: 'ClusterWorkflowPlane', name: 'default' };

describe('secrets from create to delete', () => {
  let portal: TestPortal;
  let developer: ContractClient;
  const control = () => portal.world.clusters['control-plane'];

  beforeAll(async () => {
    portal = await startPortal({
      secrets: {
        names: { reference: '{component}-secrets' },
        operations: {
          lease: { seconds: 1 },
          requestTimeout: { seconds: 4 },
          deadline: { seconds: 10 },
        },
      },
      entities: [
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: {
            name: 'checkout',
            annotations: {
              'openchoreo.io/namespace': NAMESPACE,
              'openchoreo.io/project': 'shop',
              'openchoreo.io/component': 'checkout',
              'strongroom.dev/secrets': 'annotated',
            },
          },
        },
      ],
    });
    developer = portal.as('payments-dev');
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  });

  const path = (name: string) => `/namespaces/${NAMESPACE}/secrets/${name}`;
  const create = (draft: unknown, headers?: Record<string, string>) =>
    developer.post(`/namespaces/${NAMESPACE}/secrets`, draft, { headers });
  const synced = (name: string) =>
    eventually(async () => {
      const { body } = await developer.get(`${path(name)}/delivery`);
      expect(body.state).toBe('Synced');
    }, PATIENCE_MS);
  const gone = (name: string) =>
    eventually(async () => {
      expect((await developer.get(path(name))).status).toBe(404);
    }, PATIENCE_MS);

  it('S0.8: a name may come from the component, and Location and ETag say where it is', async () => {
    const { name: _, ...draft } = draftOf('x');
    const made = await create({ ...draft, component: 'checkout' });
    expect(made.status).toBe(201);
    const location = made.headers.get('Location')!;
    expect(location).toBe(
      `/api/secrets/namespaces/${NAMESPACE}/secrets/checkout-secrets`,
    );
    const shown = await developer.get(location.replace('/api/secrets', ''));
    expect(shown.headers.get('ETag')).toBe(made.headers.get('ETag'));
    await developer.delete(path('checkout-secrets'));
  });

  it('T21: the same Idempotency-Key gives the same answer, another body 422, for each caller by himself', async () => {
    const headers = { 'Idempotency-Key': 'once' };
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => create(draftOf('once'), headers)),
    );
    const again = await create(draftOf('once'), headers);
    for (const answer of [...answers, again]) {
      expect(answer.status).toBe(201);
      expect({
        ...answer.body,
        delivery: 0,
        deliverySteps: 0,
      }).toEqual({
        ...again.body,
        delivery: 0,
        deliverySteps: 0,
      });
    }
    const rows = await portal
      .knex('record')
      .where({ name: 'once', outcome: 'success' });
    expect(rows).toHaveLength(1);
    const other = await create(draftOf('once', { token: 'other' }), headers);
    expect(other.status).toBe(422);
    expect(other.body.error.code).toBe('IdempotencyMismatch');
    const elsewhere = await portal
      .as('platform')
      .post(`/namespaces/${SHARED}/secrets`, draftOf('once'), { headers });
    expect(elsewhere.status).toBe(201);
    for (const key of ['', 'with space', 'x'.repeat(256), '\u00e4']) {
      const refused = await create(draftOf('keyed'), {
        'Idempotency-Key': key,
      });
      expect({ key, status: refused.status }).toEqual({ key, status: 400 });
    }
  });

  it('T21: a key whose request was refused may come again', async () => {
    const headers = { 'Idempotency-Key': 'retried' };
    control().faults.add({
      match: { verb: 'create', resource: 'pushsecrets', times: 1 },
      effect: { type: 'status', code: 403 },
    });
    const failed = await create(draftOf('retried'), headers);
    expect(failed.status).toBe(502);
    expect(failed.body.error.code).toBe('StoreNotReady');
    expect((await create(draftOf('retried'), headers)).status).toBe(201);
  });

  it('T21: of many creates of one name at once, one is made and the others are told so', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        create(draftOf('race', { token: `value-${index}` })),
      ),
    );
    const winners = answers.filter(({ status }) => status === 201);
    expect(winners).toHaveLength(1);
    for (const { status, body } of answers) {
      if (status !== 201) {
        expect(status).toBe(409);
        expect(['OperationInProgress', 'SecretAlreadyExists']).toContain(
          body.error.code,
        );
      }
    }
    await synced('race');
    const winner = answers.findIndex(({ status }) => status === 201);
    expect(await readStore(portal, `${PAYMENTS}/generic/race`)).toEqual({
      token: `value-${winner}`,
    });
    expect((await create(draftOf('race'))).body.error.code).toBe(
      'SecretAlreadyExists',
    );
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

  it('T20: an ETag fits what was seen, and no longer after any change of reference, push or value', async () => {
    const edits: Record<string, (name: string) => Promise<unknown>> = {
      'a description': name =>
        control().objects.mergePatch(
          REFERENCES,
          { namespace: NAMESPACE, name },
          {
            metadata: { annotations: { 'strongroom.dev/description': 'new' } },
          },
        ),
      'a label': name =>
        control().objects.mergePatch(
          REFERENCES,
          { namespace: NAMESPACE, name },
          { metadata: { labels: { tier: 'new' } } },
        ),
      'a version': name =>
        control().objects.jsonPatch(
          REFERENCES,
          { namespace: NAMESPACE, name },
          [{ op: 'add', path: '/spec/data/0/remoteRef/version', value: '1' }],
        ),
      'the push': name =>
        control().objects.mergePatch(
          PUSH_SECRETS,
          { namespace: `openchoreo-kv-${NAMESPACE}`, name },
          { spec: { refreshInterval: '17m' } },
        ),
      'the value': name =>
        control().objects.mergePatch(
          SECRETS,
          { namespace: `openchoreo-kv-${NAMESPACE}`, name },
          { data: { token: Buffer.from('edited').toString('base64') } },
        ),
    };
    for (const [index, [title, edit]] of Object.entries(edits).entries()) {
      const name = `edited-${index}`;
      const made = await create(draftOf(name));
      const seen = made.headers.get('ETag')!;
      await synced(name);
      expect((await developer.get(path(name))).headers.get('ETag')).toBe(seen);
      await edit(name);
      const refused = await developer.delete(path(name), {
        headers: { 'If-Match': seen },
      });
      expect({
        title,
        status: refused.status,
        code: refused.body?.error.code,
      }).toEqual({ title, status: 412, code: 'VersionConflict' });
      const now = (await developer.get(path(name))).headers.get('ETag')!;
      expect(now).not.toBe(seen);
      const deleted = await developer.delete(path(name), {
        headers: { 'If-Match': now },
      });
      expect({ title, status: deleted.status }).toEqual({ title, status: 204 });
      // its successor is another secret, whatever else is the same
      await create(draftOf(name));
      expect(
        (await developer.delete(path(name), { headers: { 'If-Match': now } }))
          .status,
      ).toBe(412);
      await developer.delete(path(name), { headers: { 'If-Match': '*' } });
    }
  }, 120_000);

  it('S1.4: the manifest is the reference without status, managed fields and our marks', async () => {
    await create(draftOf('exported', { b: 'hidden-b', a: 'hidden-a' }));
    const answer = await developer.get(`${path('exported')}/manifest`);
    expect(answer.headers.get('Content-Type')).toBe(
      'application/yaml; charset=utf-8',
    );
    expect(answer.text).toContain('kind: SecretReference');
    expect(answer.text).toContain(`secret/${PAYMENTS}/generic/exported`);
    for (const left of [
      'status',
      'managedFields',
      'resourceVersion',
      'uid',
      'creationTimestamp',
      'hidden-',
    ]) {
      expect(answer.text).not.toContain(left);
    }
  });

  it('S2.5: deleted is said only when the store has confirmed, and the name is kept until then', async () => {
    await create(draftOf('sealed'));
    await synced('sealed');
    await portal.world.kv.seal();
    const answer = await developer.delete(path('sealed'));
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({
      name: 'sealed',
      delivery: { state: 'Deleting' },
    });
    const listed = await developer.get('/secrets?q=sealed');
    expect(listed.body.items).toMatchObject([
      { delivery: { state: 'Deleting' } },
    ]);
    const again = await developer.delete(path('sealed'));
    expect(again.body.error.code).toBe('OperationInProgress');
    expect(again.headers.get('Retry-After')).toMatch(/^\d+$/);
    expect((await create(draftOf('sealed'))).body.error.code).toBe(
      'OperationInProgress',
    );
    await portal.world.kv.unseal();
    await gone('sealed');
    expect((await objectsOf(portal, NAMESPACE)).join()).not.toContain('sealed');
    expect(
      await readStore(portal, `${PAYMENTS}/generic/sealed`),
    ).toBeUndefined();
    expect((await create(draftOf('sealed'))).status).toBe(201);
  }, 120_000);

  it('T19 S0.6: what somebody else made is neither overwritten nor deleted, and keeps its bytes', async () => {
    const place = { namespace: `openchoreo-kv-${NAMESPACE}`, name: 'theirs' };
    await control().objects.create(SECRETS, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: place,
      data: { token: Buffer.from('theirs').toString('base64') },
    } as never);
    const refused = await create(draftOf('theirs'));
    expect(refused.status).toBe(409);
    expect(refused.body.error.code).toBe('NotOwned');
    expect(((await control().objects.get(SECRETS, place)) as any).data).toEqual(
      {
        token: Buffer.from('theirs').toString('base64'),
      },
    );
    expect(await objectsOf(portal, NAMESPACE)).not.toContain(
      'pushsecrets/theirs',
    );

    for (const [name, more] of [
      ['manual', {}],
      [
        'gitops',
        {
          labels: { 'openchoreo.dev/managed-by': 'openchoreo-api' },
          annotations: { 'argocd.argoproj.io/tracking-id': 'app:x' },
        },
      ],
    ] as const) {
      await control().objects.create(
        REFERENCES,
        referenceOf(NAMESPACE, name, more),
      );
      await eventually(async () => {
        const { body } = await developer.get(path(name));
        expect(body).toMatchObject({ source: name, name });
      }, PATIENCE_MS);
      const answer = await developer.delete(path(name));
      expect({
        name,
        status: answer.status,
        code: answer.body?.error.code,
      }).toEqual({ name, status: 409, code: 'NotOwned' });
      expect((await create(draftOf(name))).body.error.code).toBe(
        'SecretAlreadyExists',
      );
      expect(await objectsOf(portal, NAMESPACE)).toContain(
        `secretreferences/${name}`,
      );
    }
  }, 60_000);

  it('T19 S1.6: a forged label or an edited path lets nobody delete another tenant’s value', async () => {
    const victim = await portal
      .as('frontend-dev')
      .post(`/namespaces/${FRONTEND}/secrets`, draftOf('victim'));
    expect(victim.status).toBe(201);
    await eventually(async () => {
      expect(await readStore(portal, `${FRONTEND}/generic/victim`)).toEqual({
        token: 'value',
      });
    }, PATIENCE_MS);

    await control().objects.create(
      REFERENCES,
      referenceOf(NAMESPACE, 'forged', {
        path: `secret/${FRONTEND}/generic/victim`,
        labels: { 'openchoreo.dev/managed-by': 'openchoreo-api' },
      }),
    );
    await create(draftOf('moved'));
    await synced('moved');
    await control().objects.mergePatch(
      REFERENCES,
      { namespace: NAMESPACE, name: 'moved' },
      {
        spec: {
          data: [
            {
              secretKey: 'token',
              remoteRef: {
                key: `secret/${FRONTEND}/generic/victim`,
                property: 'token',
              },
            },
          ],
        },
      },
    );
    for (const name of ['forged', 'moved']) {
      const answer = await developer.delete(path(name));
      expect({
        name,
        status: answer.status,
        code: answer.body?.error.code,
      }).toEqual({ name, status: 409, code: 'NotOwned' });
    }
    expect(await readStore(portal, `${FRONTEND}/generic/victim`)).toEqual({
      token: 'value',
    });
    expect(await readStore(portal, `${PAYMENTS}/generic/moved`)).toEqual({
      token: 'value',
    });
    expect(await objectsOf(portal, NAMESPACE)).toEqual(
      expect.arrayContaining([
        'secretreferences/forged',
        'secretreferences/moved',
        'secrets/moved',
        'pushsecrets/moved',
      ]),
    );
    expect(await portal.knex('operations').where({ state: 'running' })).toEqual(
      [],
    );
  }, 60_000);

  it('a validation says what a create would, and writes and asks nothing', async () => {
    const validate = (draft: unknown) =>
      developer.post(`/namespaces/${NAMESPACE}/secret-validations`, draft);
    const objects = await objectsOf(portal, NAMESPACE);
    const operations = await portal.knex('operations').count();
    control().requestLog.clear();
    const good = await validate(draftOf('new', { token: 'changeme' }));
    expect(good.body).toEqual({
      valid: true,
      errors: [],
      warnings: [
        {
          field: 'data.token',
          message: expect.stringContaining('placeholder'),
        },
      ],
    });
    const bad = await validate({
      ...draftOf('New'),
      type: 'kubernetes.io/tls',
      labels: { 'kubernetes.io/x': 'y' },
      data: { 'tls.crt': { value: 'no certificate' } },
    });
    expect(bad.status).toBe(200);
    expect(bad.body.valid).toBe(false);
    expect(bad.body.errors.map(({ field }: any) => field)).toEqual(
      expect.arrayContaining([
        'name',
        'labels.kubernetes.io/x',
        'data.tls.crt',
        'data.tls.key',
      ]),
    );
    expect(
      (
        await validate(
          draftOf('x', undefined, { targetPlane: { ...PLANE, name: 'none' } }),
        )
      ).body.error.code,
    ).toBe('PlaneNotFound');
    expect(
      control().requestLog.entries.filter(
        ({ verb }) => !['list', 'watch'].includes(verb),
      ),
    ).toEqual([]);
    expect(await objectsOf(portal, NAMESPACE)).toEqual(objects);
    expect(await portal.knex('operations').count()).toEqual(operations);
  });

  it('S2.10: an entity shows what it uses, missing first, with the keys that are not there', async () => {
    await create(draftOf('annotated', { token: 'value' }));
    await create(draftOf('used', { user: 'u', pass: 'p-9' }));
    await synced('used');
    await control().objects.create(WORKLOADS, {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'Workload',
      metadata: { namespace: NAMESPACE, name: 'checkout' },
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
      const { body } = await developer.get(
        '/entities/component/default/checkout/secrets',
      );
      expect(body.items).toEqual([
        {
          reference: { namespace: NAMESPACE, name: 'absent' },
          keys: ['ca.crt'],
          via: ['file'],
          presence: 'missing',
        },
        expect.objectContaining({
          reference: { namespace: NAMESPACE, name: 'annotated' },
          keys: ['token'],
          via: ['annotation'],
          presence: 'present',
        }),
        expect.objectContaining({
          reference: { namespace: NAMESPACE, name: 'used' },
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
      (await developer.get('/entities/component/default/none/secrets')).body,
    ).toEqual({ items: [] });
  }, 60_000);

  it('S2.11: what kubectl creates and deletes shows without another request of ours', async () => {
    await control().objects.create(
      REFERENCES,
      referenceOf(NAMESPACE, 'by-kubectl'),
    );
    await eventually(async () => {
      const { body } = await developer.get('/secrets?q=by-kubectl');
      expect(body.items).toMatchObject([{ source: 'manual', managed: false }]);
    }, PATIENCE_MS);
    await control().objects.delete(REFERENCES, {
      namespace: NAMESPACE,
      name: 'by-kubectl',
    });
    await eventually(async () => {
      const { body } = await developer.get('/secrets?q=by-kubectl');
      expect(body.items).toEqual([]);
    }, PATIENCE_MS);
  }, 60_000);
});
