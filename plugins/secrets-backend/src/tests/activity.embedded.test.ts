import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { secretConditions } from '../permissions';
import { RecordEntry, RecordKeys, SecretsRecord } from '../record';
import { Answer, ContractClient } from './__testUtils__/ContractClient';
import { grantsPolicy } from './__testUtils__/decisions';
import { draftOf } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { briefly } from './__testUtils__/routes';
import {
  ACCESS,
  all,
  GrantedPortal,
  READ,
  REVIEW,
  startGrantedPortal,
} from './__testUtils__/startGrantedPortal';
import { TestPortal } from './__testUtils__/startPortal';
import { FRONTEND, PAYMENTS, SHARED } from './__testUtils__/tenants';

const KEYS = RecordKeys.create(['r'.repeat(32)]);
const OF_PAYMENTS = secretConditions.isInNamespace({ namespaces: [PAYMENTS] });
const OF_FRONTEND = secretConditions.isInNamespace({ namespaces: [FRONTEND] });

describe('the activity', () => {
  let granted: GrantedPortal;
  let portal: TestPortal;
  let platform: ContractClient;
  let reviewer: ContractClient;

  beforeAll(async () => {
    granted = await startGrantedPortal();
    portal = granted.portal;
    platform = portal.as('platform');
    reviewer = granted.userWith({ [ACCESS]: true, [REVIEW]: true }).client;
    await create(FRONTEND, 'theirs');
    const guest = granted.userWith({ [ACCESS]: true }).client;
    await guest.get(secretPath(PAYMENTS, 'seen'));
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  });

  const secretPath = (namespace: string, name: string) =>
    `/namespaces/${namespace}/secrets/${name}`;
  const create = (namespace: string, name: string, more = {}) =>
    platform.post(
      `/namespaces/${namespace}/secrets`,
      draftOf(name, undefined, more),
    );

  /** All pages, one after the other. */
  async function collect(
    client: ContractClient,
    path: string,
    between: () => Promise<unknown> = async () => {},
  ) {
    const pages: any[][] = [];
    for (let cursor: string | undefined, first = true; first || cursor; ) {
      first = false;
      const joint = path.includes('?') ? '&' : '?';
      const next: Answer = await client.get(
        cursor ? `${path}${joint}cursor=${cursor}` : path,
      );
      expect(next.status).toBe(200);
      pages.push(next.body.items);
      cursor = next.body.pageInfo.nextCursor;
      await between();
    }
    return pages;
  }

  /** Writes rows as the portal writes them, many at a time. */
  async function append(
    count: number,
    entry: Partial<RecordEntry> & Pick<RecordEntry, 'outcome'>,
  ) {
    const record = SecretsRecord.create({
      knex: portal.knex,
      keys: KEYS,
      logger: mockServices.logger.mock(),
    });
    await record.append(
      ...Array.from({ length: count }, () => ({
        actor: 'user:default/writer',
        principal: 'user' as const,
        correlationId: 'c',
        action: 'secret-create' as const,
        ...entry,
      })),
    );
  }

  it('S4.8 S4.7: shows each caller what was done with the secrets that he may read, and reviewers everything', async () => {
    const seenBy = async (client: ContractClient) =>
      (await collect(client, '/activity')).flat();
    const developer = await seenBy(
      granted.userWith({ [ACCESS]: true, [READ]: OF_PAYMENTS }).client,
    );
    expect(
      developer.map(({ name, action, outcome }) => [name, action, outcome]),
    ).toEqual([
      ['seen', 'secret-create', 'success'],
      ['seen', 'secret-create', 'intent'],
    ]);
    expect(developer[0]).toEqual({
      seq: expect.any(Number),
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      actor: 'user:default/platform',
      principal: 'user',
      action: 'secret-create',
      namespace: PAYMENTS,
      name: 'seen',
      keys: ['token'],
      plane: 'ClusterDataPlane/default',
      outcome: 'success',
      correlationId: expect.any(String),
      operationId: developer[1].operationId,
    });
    const nobody = granted.userWith({ [ACCESS]: true }).client;
    expect(await seenBy(nobody)).toEqual([]);
    const reader = await seenBy(granted.userWith({ [READ]: true }).client);
    expect(new Set(reader.map(({ namespace }) => namespace))).toEqual(
      new Set([PAYMENTS, FRONTEND]),
    );
    expect(reader.map(({ outcome }) => outcome)).not.toContain('denied');
    const reviewed = await seenBy(reviewer);
    expect(reviewed.map(({ seq }) => seq)).toEqual(
      Array.from(reviewed, (_, index) => reviewed.length - index),
    );
    expect(reviewed).toContainEqual(
      expect.objectContaining({
        namespace: PAYMENTS,
        name: 'seen',
        outcome: 'denied',
        errorCode: 'NamespaceNotFound',
      }),
    );
    expect(JSON.stringify(reviewed)).not.toContain('127.0.0.1');
    // of one secret, refusals too are the reviewers' alone
    const one = `${secretPath(PAYMENTS, 'seen')}/activity`;
    const both = granted.userWith({ [READ]: true, [REVIEW]: true }).client;
    expect(
      (await collect(both, one)).flat().map(({ outcome }) => outcome),
    ).toEqual(expect.arrayContaining(['denied', 'success', 'intent']));
    expect(
      (await collect(platform, `${one}?outcome=denied`)).flat(),
    ).not.toEqual([]);
    const plain = granted.userWith({ [READ]: OF_PAYMENTS }).client;
    expect((await collect(plain, `${one}?outcome=denied`)).flat()).toEqual([]);
  });

  it('a service reviews in the namespaces that it is listed with, and nothing that is of none', async () => {
    portal.setPolicy((permission, user) =>
      user === undefined
        ? { result: 'ALLOW' as never }
        : grantsPolicy(granted.grants)(permission, user),
    );
    const ci = portal.withAuthorization(
      mockCredentials.service.header({
        onBehalfOf: mockCredentials.service('external:ci'),
        targetPluginId: 'secrets',
      }),
    );
    const guest = granted.userWith({ [ACCESS]: true }).client;
    await guest.get(secretPath(FRONTEND, 'theirs'));
    await guest.get('/secrets?namespace=elsewhere');
    const rows = (await collect(ci, '/activity')).flat();
    expect(new Set(rows.map(({ namespace }) => namespace))).toEqual(
      new Set([PAYMENTS]),
    );
    expect(rows.map(({ outcome }) => outcome)).toContain('denied');
    expect(briefly(await ci.get('/record/verification'))).toEqual({
      status: 403,
      code: 'NotAllowed',
    });
  });

  it('pages stay as they are while rows are added: nothing twice, nothing left out', async () => {
    const before = (await collect(reviewer, '/activity')).flat();
    const pages = await collect(reviewer, '/activity?limit=3', () =>
      append(5, { outcome: 'denied' }),
    );
    expect(pages.flat()).toEqual(before);
    expect(pages.slice(0, -1).every(page => page.length === 3)).toBe(true);
    const other = '/activity?limit=3&outcome=denied';
    const { body } = await reviewer.get('/activity?limit=3');
    const { nextCursor } = body.pageInfo;
    for (const path of [
      `${other}&cursor=${nextCursor}`,
      `${other}&cursor=nonsense`,
      `${other}&cursor=${Buffer.from('[1,2]').toString('base64url')}`,
      '/activity?since=2026-06-30T23:59:60Z',
      '/activity?since=yesterday',
      '/activity?outcome=other',
      '/activity?actor=',
      '/activity?actor=a&actor=b',
    ]) {
      expect({ path, ...briefly(await reviewer.get(path)) }).toEqual({
        path,
        status: 400,
        code: 'InvalidRequest',
      });
    }
  });

  it('filters by everything that is offered, each by an index, and all together', async () => {
    const rows = (await collect(reviewer, '/activity')).flat();
    const since = rows[Math.floor(rows.length / 2)].time;
    const filters: Record<string, (row: any) => boolean> = {
      [`namespace=${PAYMENTS}`]: row => row.namespace === PAYMENTS,
      'name=seen': row => row.name === 'seen',
      [`namespace=${PAYMENTS}&name=seen`]: row =>
        row.namespace === PAYMENTS && row.name === 'seen',
      'actor=user%3Adefault%2Fplatform': row =>
        row.actor === 'user:default/platform',
      'action=secret-create': row => row.action === 'secret-create',
      'outcome=denied': row => row.outcome === 'denied',
      [`since=${since}`]: row => row.time >= since,
      [`until=${since}`]: row => row.time < since,
      [`until=9999-12-31T23:59:59Z`]: () => true,
    };
    const single = Object.entries(filters);
    const asked: Array<{ sql: string; bindings: unknown[] }> = [];
    const onQuery = (query: { sql: string; bindings: unknown[] }) => {
      if (/from `record`/.test(query.sql)) {
        asked.push(query);
      }
    };
    for (const [query, holds] of [
      ...single,
      ...single
        .slice(3)
        .map(
          ([text, test]) =>
            [
              `${text}&${single[0][0]}`,
              (row: any) => test(row) && single[0][1](row),
            ] as const,
        ),
    ]) {
      portal.knex.on('query', onQuery);
      const found = (
        await collect(reviewer, `/activity?${query}&limit=4`)
      ).flat();
      portal.knex.removeListener('query', onQuery);
      expect({ query, found }).toEqual({ query, found: rows.filter(holds) });
      // what was not asked for is looked for, too
      expect(found.length > 0 || query.includes('&')).toBe(true);
    }
    const eu = new Date(since).toISOString().replace('Z', '%2B00:00');
    expect((await collect(reviewer, `/activity?since=${eu}`)).flat()).toEqual(
      rows.filter(({ time }) => time >= since),
    );
    expect(asked.length).toBeGreaterThan(single.length);
    for (const { sql, bindings } of asked) {
      const plan = (
        await portal.knex.raw(`explain query plan ${sql}`, bindings as any[])
      ).map(({ detail }: any) => detail);
      expect({ sql, plan }).toEqual({
        sql,
        plan: [expect.stringMatching(/USING (COVERING )?INDEX/)],
      });
    }
  }, 120_000);

  it('a page reads no more rows than it is allowed, says so by going on, and ends where the record does', async () => {
    await append(6_000, {
      outcome: 'success',
      namespace: FRONTEND,
      name: 'theirs',
      attributes: { type: 'Opaque' },
    });
    const { client } = granted.userWith({ [READ]: OF_PAYMENTS });
    let read = 0;
    let most = 0;
    const onAnswer = (rows: unknown) => {
      if (Array.isArray(rows)) {
        read += rows.length;
        most = Math.max(most, rows.length);
      }
    };
    portal.knex.on('query-response', onAnswer);
    const [first, ...others] = await collect(client, '/activity', async () => {
      expect(read).toBeLessThanOrEqual(6_000);
      read = 0;
    });
    portal.knex.removeListener('query-response', onAnswer);
    expect(most).toBeLessThanOrEqual(500);
    expect(first).toEqual([]);
    expect(others.flat().map(({ name }) => name)).toContain('seen');
    // by its index nothing has to be passed over
    const { body } = await client.get(`/activity?namespace=${PAYMENTS}`);
    expect(body.items.length).toBeGreaterThan(0);
  }, 60_000);

  it('S4.8: what was done with a deleted secret is shown to who could have read it', async () => {
    const path = secretPath(SHARED, 'gone');
    await create(SHARED, 'gone');
    const tls = granted.userWith({
      [READ]: secretConditions.hasType({ types: ['kubernetes.io/tls'] }),
    }).client;
    const opaque = granted.userWith({
      [READ]: secretConditions.hasType({ types: ['Opaque'] }),
    }).client;
    const other = granted.userWith({ [READ]: OF_FRONTEND }).client;
    await platform.delete(path);
    await eventually(async () => {
      expect((await platform.get(path)).status).toBe(404);
      expect(
        await portal.knex('operations').where({ state: 'running' }),
      ).toEqual([]);
    });
    const actions = ['delete', 'delete', 'create', 'create'];
    const asked = async (client: ContractClient) =>
      (await collect(client, `${path}/activity`)).flat();
    expect((await asked(opaque)).map(({ action }) => action)).toEqual(
      actions.map(action => `secret-${action}`),
    );
    expect(briefly(await tls.get(`${path}/activity`)).code).toBe(
      'SecretNotFound',
    );
    expect(briefly(await other.get(`${path}/activity`)).code).toBe(
      'NamespaceNotFound',
    );
    for (const client of [tls, other]) {
      const rows = (await collect(client, '/activity?name=gone')).flat();
      expect(rows).toEqual([]);
    }
    // the name comes back as something that may not be read: it is not there then, its past included
    await create(SHARED, 'gone', {
      type: 'kubernetes.io/basic-auth',
      data: { username: { value: 'name' }, password: { value: 'pass-word' } },
    });
    await eventually(async () => {
      expect((await platform.get(path)).body.delivery?.state).toBe('Synced');
    });
    expect(briefly(await opaque.get(`${path}/activity`))).toEqual({
      status: 404,
      code: 'SecretNotFound',
    });
    const past = granted.userWith({
      [READ]: secretConditions.hasType({
        types: ['kubernetes.io/basic-auth'],
      }),
    }).client;
    expect((await asked(past)).map(({ action }) => action)).toEqual([
      'secret-create',
      'secret-create',
    ]);
    expect((await asked(platform)).filter(isNoRefusal)).toHaveLength(6);
  }, 60_000);

  it('T26: denied and absent are the same, and both leave a row', async () => {
    const { client, ref } = granted.userWith({
      [ACCESS]: true,
      [READ]: {
        allOf: [OF_PAYMENTS, secretConditions.hasName({ prefix: 'x' })],
      },
    });
    await create(PAYMENTS, 'removed');
    await platform.delete(secretPath(PAYMENTS, 'removed'));
    const seen: unknown[] = [];
    for (const path of [
      `${secretPath(PAYMENTS, 'seen')}/activity`,
      `${secretPath(PAYMENTS, 'removed')}/activity`,
      `${secretPath(PAYMENTS, 'never-made')}/activity`,
    ]) {
      const { status, body, headers } = await client.get(path);
      const { correlationId: _, ...error } = body.error;
      const { date: __, ...sent } = Object.fromEntries(headers);
      seen.push({ status, error, sent });
    }
    expect(seen[0]).toMatchObject({
      status: 404,
      error: { code: 'SecretNotFound' },
    });
    expect(seen).toEqual([seen[0], seen[0], seen[0]]);
    const namespaces = [FRONTEND, 'nowhere'];
    for (const namespace of namespaces) {
      expect(
        briefly(await client.get(`/activity?namespace=${namespace}`)),
      ).toEqual({ status: 404, code: 'NamespaceNotFound' });
    }
    expect(
      (await granted.recordedBy(ref)).map(row => [
        row.action,
        row.outcome,
        row.error_code,
        row.namespace,
      ]),
    ).toEqual([
      ...Array.from({ length: 3 }, () => [
        'activity-list',
        'denied',
        'SecretNotFound',
        PAYMENTS,
      ]),
      ...namespaces.map(namespace => [
        'activity-list',
        'denied',
        'NamespaceNotFound',
        namespace,
      ]),
    ]);
    // whoever reviews can ask for what was tried in a namespace that is not there
    const tried = await reviewer.get('/activity?namespace=nowhere');
    expect(tried.body.items).toHaveLength(1);
  });

  it('T30: control characters come back as data, and begin no line of a log', async () => {
    const odd = 'a\nb\r\u001b[31m\u2028forged line\u0085';
    const { client, ref } = granted.userWith({ [ACCESS]: true });
    await client.get(secretPath(PAYMENTS, encodeURIComponent(odd)));
    await client.get(`/activity?name=${encodeURIComponent(odd)}`);
    const { body, text } = await reviewer.get(
      `/activity?actor=${encodeURIComponent(ref)}&outcome=denied`,
    );
    expect(body.items.map(({ name }: any) => name)).toEqual([odd]);
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u001f\u007f]/);
    // eslint-disable-next-line no-control-regex
    expect(portal.log()).not.toMatch(/\u001b|\u2028|\u0085|^forged line/m);
  });

  it('S4.7: verification says what it found, to reviewers alone, and is recorded', async () => {
    const { seq, mac } = await portal.knex('record_head').first();
    const developer = granted.userWith({ ...all([ACCESS, READ]) });
    expect(briefly(await developer.client.get('/record/verification'))).toEqual(
      { status: 403, code: 'NotAllowed' },
    );
    const auditor = granted.userWith({ [REVIEW]: true });
    const verify = async (head?: string) =>
      (
        await auditor.client.get(
          `/record/verification${head ? `?head=${head}` : ''}`,
        )
      ).body;
    const first = await verify();
    expect(first).toMatchObject({ intact: true, head: { seq: first.rows } });
    expect(await verify(`${seq}:${mac}`)).toMatchObject({
      intact: true,
      notAnchored: 2,
    });
    const { head } = first;
    expect((await verify(`${head.seq}:${head.mac}`)).intact).toBe(true);
    expect(await verify(`${head.seq}:${'0'.repeat(64)}`)).toMatchObject({
      intact: false,
      broken: {
        seq: head.seq,
        sentence: `The record is broken: row ${head.seq} does not carry the seal that it and the rows before it give.`,
      },
    });
    const row = await portal.knex('record').where({ seq: 5 }).first();
    await portal.knex('record').where({ seq: 5 }).update({ actor: 'forged' });
    const broken = await verify();
    await portal.knex('record').where({ seq: 5 }).update(row);
    expect(broken).toMatchObject({
      intact: false,
      rows: 4,
      broken: { seq: 5, sentence: expect.stringMatching(/row 5 does not/) },
    });
    expect(broken).not.toHaveProperty('head');
    expect(
      briefly(await auditor.client.get('/record/verification?head=1:x')),
    ).toEqual({ status: 400, code: 'InvalidRequest' });
    const rows = await granted.recordedBy(auditor.ref);
    expect(rows.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(
      Array.from({ length: 5 }, () => 'record-verify success'),
    );
    expect(rows.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^The record is intact: \d+ rows\.$/),
      expect.stringMatching(/intact/),
      expect.stringMatching(/intact/),
      expect.stringMatching(/^The record is broken: row \d+ /),
      expect.stringMatching(/^The record is broken: row 5 /),
    ]);
    expect((await granted.recordedBy(developer.ref))[0]).toMatchObject({
      action: 'record-verify',
      outcome: 'denied',
    });
  });

  it('T28: nothing is shown while the record cannot be asked', async () => {
    await portal.knex.destroy();
    const answers = await Promise.all(
      [
        '/activity',
        `${secretPath(PAYMENTS, 'seen')}/activity`,
        '/record/verification',
      ].map(path => platform.get(path)),
    );
    portal.knex.initialize();
    expect(answers.map(briefly)).toEqual(
      answers.map(() => ({ status: 503, code: 'RecordUnavailable' })),
    );
  });
});

function isNoRefusal({ outcome }: { outcome: string }) {
  return outcome !== 'denied';
}
