import { randomBytes } from 'node:crypto';
import { FaultEffect } from '@strongroom/embedded-cluster';
import { Answer, ContractClient } from './__testUtils__/ContractClient';
import { draftOf, readStore } from './__testUtils__/estate';
import { encodingsOf } from './__testUtils__/encodingsOf';
import { eventually } from './__testUtils__/eventually';
import { inParallel } from './__testUtils__/inParallel';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { FRONTEND, PAYMENTS } from './__testUtils__/tenants';

/** Looks different in each of its encodings, and like nothing else. */
const CANARY = `c4n"ry ${randomBytes(12).toString('hex')}/+\u00e4\n`;
const PATIENCE_MS = 30_000;

/** How a cluster may answer to a value: with an error that quotes it, with nonsense that quotes it, or not at all. */
const EFFECTS: Record<string, FaultEffect> = {
  ...Object.fromEntries(
    [400, 401, 403, 404, 409, 413, 422, 429, 500, 503].map(code => [
      `status ${code}`,
      { type: 'status', code, echoBody: true } as FaultEffect,
    ]),
  ),
  'an error that quotes it in its text': {
    type: 'status',
    code: 422,
    reason: 'Invalid',
    message: `Secret "x" is invalid: data: Invalid value: ${CANARY}`,
  },
  'nonsense that quotes it': { type: 'garbage', bytes: `<html>${CANARY}` },
  'no answer': { type: 'hang' },
  'a broken connection': { type: 'refuse' },
  'a cut answer': { type: 'cutAfter' },
};

describe('a value', () => {
  const answers: Answer[] = [];
  let portal: TestPortal;
  let developer: ContractClient;

  beforeAll(async () => {
    portal = await startPortal({
      clusterTimeout: { seconds: 2 },
      secrets: {
        record: { reads: 'all' },
        operations: {
          lease: { seconds: 1 },
          requestTimeout: { seconds: 2 },
          deadline: { seconds: 6 },
        },
      },
    });
    developer = portal.as('payments-dev');
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  });

  /** Keeps every answer, to be searched when all is done. */
  async function ask(method: string, path: string, body?: unknown, more = {}) {
    const answer = await developer.request(method, path, { body, ...more });
    answers.push(answer);
    return answer;
  }

  const create = (name: string, more = {}) =>
    ask('POST', `/namespaces/${PAYMENTS}/secrets`, {
      ...draftOf(name, { token: CANARY, second: `${CANARY}-2` }),
      ...more,
    });

  it('T2 T1: no answer of a cluster that quotes it is passed on', async () => {
    const { faults } = portal.world.clusters['control-plane'];
    await create('first');
    for (const resource of ['secrets', 'pushsecrets', 'secretreferences']) {
      for (const [title, effect] of Object.entries(EFFECTS)) {
        const name = `${resource}-${Object.keys(EFFECTS).indexOf(title)}`;
        const disarm = faults.add({
          match: { verb: 'create', resource, times: 1 },
          effect,
        });
        const answer = await create(name);
        disarm?.();
        expect({ resource, title, status: answer.status }).not.toEqual({
          resource,
          title,
          status: 500,
        });
        expect([201, 400, 404, 409, 412, 413, 429, 502, 504]).toContain(
          answer.status,
        );
      }
    }
    await eventually(async () => {
      expect(
        await portal.knex('operations').where({ state: 'running' }),
      ).toEqual([]);
    }, PATIENCE_MS);
  }, 120_000);

  it('T2 T1: no change that a cluster answers to by quoting it passes it on', async () => {
    const { faults } = portal.world.clusters['control-plane'];
    const data = { token: { value: CANARY }, third: { value: `${CANARY}-3` } };
    const cells = ['secrets', 'pushsecrets', 'secretreferences'].flatMap(
      resource =>
        Object.values(EFFECTS).map((effect, index) => ({
          resource,
          effect,
          name: `changed-${resource}-${index}`,
        })),
    );
    await inParallel(4, cells, async ({ resource, effect, name }) => {
      const { body } = await create(name);
      const disarm = faults.add({
        match: { verb: 'patch', resource, name, times: 1 },
        effect,
      });
      const route = `/namespaces/${PAYMENTS}/secrets/${name}`;
      const headers = { 'If-Match': body.etag ?? '"none"' };
      const answer = await ask('PATCH', route, { data }, { headers });
      disarm?.();
      expect([200, 400, 404, 409, 412, 413, 429, 502, 504]).toContain(
        answer.status,
      );
    });
    await eventually(async () => {
      expect(
        await portal.knex('operations').where({ state: 'running' }),
      ).toEqual([]);
    }, PATIENCE_MS);
    await create('changed');
    const route = `/namespaces/${PAYMENTS}/secrets/changed`;
    const seen = async () => ({
      'If-Match': (await developer.get(route)).body.etag,
    });
    const headers = await seen();
    await ask('PATCH', route, { data, labels: { a: CANARY } }, { headers });
    await ask('PATCH', route, { data, extra: CANARY }, { headers });
    await ask('PATCH', route, { data: { token: CANARY } }, { headers });
    await ask('PATCH', route, { data, owner: 'nobody' }, { headers });
    await ask('PATCH', route, { data }, {});
    await ask('PATCH', route, { data }, { headers: { 'If-Match': '"old"' } });
    await ask('PUT', `${route}/data`, { data: { a: CANARY } }, { headers });
    const keyed = { ...headers, 'Idempotency-Key': 'canary-change' };
    for (const key of ['one', 'one', 'two']) {
      await ask(
        'PUT',
        `${route}/data`,
        { data: { [key]: { value: CANARY } } },
        { headers: keyed },
      );
    }
    expect(answers.at(-1)!.body.error.code).toBe('IdempotencyMismatch');
    const generated = await ask(
      'PATCH',
      route,
      { data: { made: { generate: { kind: 'ssh-ed25519' } } } },
      { headers: await seen() },
    );
    expect(generated.status).toBe(200);
  }, 120_000);

  it('T1 T2 T4: refusals of every kind do not repeat it', async () => {
    await create('Not A Name');
    await create('first');
    await create('no-plane', { targetPlane: { kind: 'DataPlane', name: 'x' } });
    await create('typed', { type: 'kubernetes.io/tls' });
    await create('mistyped', { type: CANARY });
    await create('extra', { extra: CANARY });
    await create('shaped', { data: { token: CANARY } });
    await create('formed', { data: { token: { value: [CANARY] } } });
    for (const type of [
      'kubernetes.io/tls',
      'kubernetes.io/ssh-auth',
      'kubernetes.io/dockerconfigjson',
    ]) {
      const pem = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(CANARY).toString(
        'base64',
      )}\n-----END PRIVATE KEY-----\n`;
      for (const value of [
        CANARY,
        pem,
        `{"auths":{"r":{"auth":${JSON.stringify(CANARY)}}}}`,
        `{"auths":${CANARY}`,
      ]) {
        const answer = await create('material', {
          type,
          data: Object.fromEntries(
            ['tls.crt', 'tls.key', 'ssh-privatekey', '.dockerconfigjson'].map(
              key => [key, { value }],
            ),
          ),
        });
        expect(answer.status).toBe(400);
      }
    }
    const text = JSON.stringify(draftOf('broken', { token: CANARY }));
    for (const raw of [text.slice(0, -3), `${text}]`, `{"a":${CANARY}}`]) {
      answers.push(
        await developer.request('POST', `/namespaces/${PAYMENTS}/secrets`, {
          raw,
        }),
      );
    }
    answers.push(
      await developer.request('POST', `/namespaces/${PAYMENTS}/secrets`, {
        raw: text,
        headers: { 'Content-Type': 'text/plain' },
      }),
    );
    await ask(
      'POST',
      '/namespaces/nowhere/secrets',
      draftOf('x', { k: CANARY }),
    );
    await ask(
      'POST',
      `/namespaces/${FRONTEND}/secrets`,
      draftOf('x', { k: CANARY }),
    );
    await ask(
      'POST',
      `/namespaces/${PAYMENTS}/secret-validations`,
      draftOf('validated', { token: CANARY }),
    );
    await ask(
      'POST',
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf('keyed', { token: CANARY }),
      { headers: { 'Idempotency-Key': 'canary' } },
    );
    await ask(
      'POST',
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf('keyed', { token: `${CANARY}x` }),
      { headers: { 'Idempotency-Key': 'canary' } },
    );
    expect(answers.at(-1)!.body.error.code).toBe('IdempotencyMismatch');
  });

  it('S4.6 T6: reads of every route show names alone, and may not be kept', async () => {
    await eventually(async () => {
      expect(
        await readStore(portal, `${PAYMENTS}/generic/first`),
      ).toMatchObject({
        token: CANARY,
      });
    }, PATIENCE_MS);
    for (const path of [
      '/config',
      '/namespaces',
      `/namespaces/${PAYMENTS}/planes`,
      '/secrets',
      '/secrets?q=token&state=Synced',
      `/namespaces/${PAYMENTS}/secrets/first`,
      `/namespaces/${PAYMENTS}/secrets/first/delivery`,
      `/namespaces/${PAYMENTS}/secrets/first/manifest`,
      '/entities/component/default/none/secrets',
      '/health',
    ]) {
      expect((await ask('GET', path)).status).toBe(200);
    }
    for (const { headers } of answers) {
      expect(headers.get('Cache-Control')).toBe('no-store');
    }
    expect(
      (await ask('DELETE', `/namespaces/${PAYMENTS}/secrets/first`)).status,
    ).toBe(204);
  });

  it('T1 T2 T3 T4 S4.1 S4.6 S4.7: it is found in no log, record, database, answer, header or URL', async () => {
    const { clusters, kv } = portal.world;
    const urls = [
      ...Object.values(clusters).flatMap(
        ({ requestLog }) => requestLog.entries,
      ),
      ...kv!.requestLog.entries,
    ].map(({ path, query }) => `${path}?${JSON.stringify(query)}`);
    const sinks: Record<string, string> = {
      log: portal.log(),
      database: await dump(),
      answers: answers
        .map(({ text, headers }) => `${text}\n${JSON.stringify([...headers])}`)
        .join('\n'),
      urls: urls.join('\n'),
      metadata: JSON.stringify(
        Object.values(clusters).flatMap(({ requestLog }) =>
          requestLog.entries
            .filter(({ resource }) => resource !== 'secrets')
            .map(({ body }) => body),
        ),
      ),
    };
    for (const [sink, text] of Object.entries(sinks)) {
      expect({ sink, length: text.length > 100 }).toEqual({
        sink,
        length: true,
      });
      for (const form of encodingsOf(CANARY)) {
        expect({ sink, leaks: text.includes(form) }).toEqual({
          sink,
          leaks: false,
        });
      }
      // the part that no encoding changes
      const core = /[0-9a-f]{24}/.exec(CANARY)![0];
      expect({ sink, leaks: text.includes(core) }).toEqual({
        sink,
        leaks: false,
      });
    }
    // and the search finds it where it may be
    const sent = JSON.stringify(
      clusters['control-plane'].requestLog.filter({
        verb: 'create',
        resource: 'secrets',
      }),
    );
    expect(encodingsOf(CANARY).some(form => sent.includes(form))).toBe(true);
  });

  it('S4.7: the record names caller, secret, keys, plane and outcome of each write', async () => {
    const rows = await portal
      .knex('record')
      .where({ action: 'secret-create', name: 'first' })
      .orderBy('seq');
    expect(rows.slice(0, 2)).toMatchObject(
      ['intent', 'success'].map(outcome => ({
        actor: 'user:default/payments-dev',
        principal: 'user',
        namespace: PAYMENTS,
        name: 'first',
        keys: JSON.stringify(['second', 'token']),
        plane: 'ClusterDataPlane/default',
        outcome,
      })),
    );
  });

  it('T30 T33: what a caller writes into names, descriptions and headers is text and no line of a log', async () => {
    const evil = 'a\r\n{"level":"error","message":"forged"}\u001b[2J<script>';
    await ask('POST', `/namespaces/${PAYMENTS}/secrets`, draftOf(evil));
    await ask('GET', `/secrets?q=${encodeURIComponent(evil)}`);
    await ask('GET', `/namespaces/${encodeURIComponent(evil)}/planes`);
    await ask(
      'GET',
      `/namespaces/${PAYMENTS}/secrets/${encodeURIComponent(evil)}`,
    );
    const made = await ask(
      'POST',
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf('described', undefined, { description: evil }),
      { headers: { 'X-Forwarded-For': '1.2.3.4"}\t{' } },
    );
    expect(made.body).toMatchObject({ description: evil });
    expect(made.headers.get('Content-Type')).toBe(
      'application/json; charset=utf-8',
    );
    for (const control of ['\r', '\u001b']) {
      expect(portal.log()).not.toContain(control);
    }
    const rows = await portal.knex('record').where('name', 'like', 'a%forged%');
    expect(rows.length).toBeGreaterThan(0);
  });

  /** Every row of every table of the plugin. */
  async function dump(): Promise<string> {
    const tables: Array<{ name: string }> = await portal
      .knex('sqlite_master')
      .where({ type: 'table' })
      .select('name');
    const rows = [];
    for (const { name } of tables) {
      rows.push(name, await portal.knex(name).select('*'));
    }
    return JSON.stringify(rows);
  }
});
