import net from 'node:net';
import { mockCredentials } from '@backstage/backend-test-utils';
import { draftOf, objectsOf } from './__testUtils__/estate';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

const CREATE = `/namespaces/${PAYMENTS}/secrets`;
const DEVELOPER = mockCredentials.user.header('user:default/payments-dev');

describe('T8: a heavy load', () => {
  let portal: TestPortal;
  const sockets: net.Socket[] = [];

  beforeAll(async () => {
    portal = await startPortal();
  }, 120_000);

  afterAll(async () => {
    for (const socket of sockets) {
      socket.destroy();
    }
    await portal.stop();
  }, 60_000);

  const developer = () => portal.as('payments-dev');

  /** Sends the head of a request and as much of its body as is told; resolves with what comes back. */
  function open(headers: Record<string, string>): {
    socket: net.Socket;
    answer: Promise<string>;
  } {
    const { port } = new URL(portal.url);
    const socket = net.connect(Number(port), '127.0.0.1');
    sockets.push(socket);
    const answer = new Promise<string>(resolve => {
      let text = '';
      socket.on('data', chunk => {
        text += chunk;
        if (text.includes('\r\n\r\n')) {
          resolve(text);
        }
      });
      socket.on('close', () => resolve(text));
      socket.on('error', () => resolve(text));
    });
    const lines = Object.entries({
      Host: 'localhost',
      'Content-Type': 'application/json',
      ...headers,
    }).map(([name, value]) => `${name}: ${value}`);
    socket.write(
      `POST /api/secrets${CREATE} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`,
    );
    return { socket, answer };
  }

  it('of bodies that come slowly leaves other requests alone', async () => {
    const slow = Array.from({ length: 50 }, () =>
      open({ Authorization: DEVELOPER, 'Content-Length': '1000000' }),
    );
    for (const { socket } of slow) {
      socket.write('{"name":"slow","data":{');
    }
    expect((await developer().get('/secrets')).status).toBe(200);
    const made = await developer().post(CREATE, draftOf('meanwhile'));
    expect(made.status).toBe(201);
    for (const { socket } of slow) {
      socket.destroy();
    }
    expect((await developer().get('/secrets')).body.totalItems).toBe(1);
    expect((await objectsOf(portal, PAYMENTS)).join()).not.toContain('slow');
  }, 60_000);

  it('of bodies beyond the limit is refused at their length or as soon as they pass it', async () => {
    const told = open({
      Authorization: DEVELOPER,
      'Content-Length': '999999999',
    });
    expect(await told.answer).toMatch(/^HTTP\/1\.1 413 /);
    const untold = open({
      Authorization: DEVELOPER,
      'Transfer-Encoding': 'chunked',
    });
    const chunk = 'x'.repeat(65_536);
    const flood = setInterval(() => {
      if (!untold.socket.destroyed) {
        untold.socket.write(`10000\r\n${chunk}\r\n`);
      }
    }, 1);
    expect(await untold.answer).toMatch(/^HTTP\/1\.1 413 /);
    clearInterval(flood);
    expect((await developer().get('/secrets')).status).toBe(200);
  }, 60_000);

  it('T7: whoever is not known sends no body', async () => {
    const unknown = open({ 'Content-Length': '1000000' });
    expect(await unknown.answer).toMatch(/^HTTP\/1\.1 401 /);
  }, 60_000);

  it('of 10,000 keys is refused, and named by its count alone', async () => {
    const keys = (name: (index: number) => string) =>
      Object.fromEntries(
        Array.from({ length: 10_000 }, (_, index) => [name(index), 'v']),
      );
    const many = await developer().post(
      CREATE,
      draftOf(
        'many',
        keys(index => `k${index}`),
      ),
    );
    expect(many.body.error).toMatchObject({
      code: 'InvalidRequest',
      details: [
        { field: 'data', message: expect.stringContaining('at most 500 keys') },
      ],
    });
    const odd = await developer().post(
      CREATE,
      draftOf(
        'many',
        keys(index => `${'k '.repeat(40)}${index}`),
      ),
    );
    expect(odd.status).toBe(400);
    expect(odd.body.error.details).toHaveLength(50);
    const guest = await portal.as('frontend-dev').post(
      CREATE,
      draftOf(
        'many',
        keys(index => `k${index}`),
      ),
    );
    expect(guest.status).toBe(404);
    const [row] = await portal.knex('record').orderBy('seq', 'desc').limit(1);
    expect(JSON.parse(row.keys)).toHaveLength(500);
  }, 60_000);

  it('of depth, huge numbers and long texts is refused without harm', async () => {
    const bodies = [
      '{"a":'.repeat(200_000),
      '['.repeat(1_000_000),
      `{"name":${'9'.repeat(1_000_000)}}`,
      `{"name":"${'\\u0061'.repeat(300_000)}"}`,
      `{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":0`).join()}}`,
      `{"data":{${Array.from(
        { length: 20_000 },
        (_, i) => `"k${i}":[]`,
      ).join()}}}`,
    ];
    const answers = await Promise.all([
      ...bodies.map(raw => developer().request('POST', CREATE, { raw })),
      developer().get('/secrets'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([
      ...bodies.map(() => 400),
      200,
    ]);
    for (const { text } of answers) {
      expect(text.length).toBeLessThan(50_000);
    }
  }, 120_000);

  it('of many requests at once is answered, each with its own', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const path =
          index % 2 ? '/secrets' : `/namespaces/${PAYMENTS}/secrets/n${index}`;
        return (await developer().get(path)).status;
      }),
    );
    expect(new Set(answers)).toEqual(new Set([200, 404]));
  }, 60_000);
});
