import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http, { IncomingMessage, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readDriverConfig } from '../config/readDriverConfig';
import { BaoClient } from './BaoClient';
import { BaoRequest } from './types';

const CANARY = 'canary-8d1f';

interface Asked {
  method?: string;
  url?: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** A server that answers as a test says, and keeps what it was asked. */
describe('the client of the store', () => {
  const asked: Asked[] = [];
  let answer: (request: Asked, response: ServerResponse) => void;
  let server: http.Server;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'client-'));
    server = http.createServer(
      async (request: IncomingMessage, response: ServerResponse) => {
        const { method, url, headers } = request;
        const entry = { method, url, headers, body: await text(request) };
        asked.push(entry);
        answer(entry, response);
      },
    );
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    asked.length = 0;
    answer = (_request, response) => reply(response, 200, { data: {} });
  });

  const clientWith = (auth: object, more: object = {}) => {
    const { port } = server.address() as AddressInfo;
    const logger = mockServices.logger.mock();
    const config = readDriverConfig(
      new ConfigReader({
        address: `http://127.0.0.1:${port}`,
        mount: 'secret',
        timeout: { milliseconds: 300 },
        auth,
        ...more,
      } as never),
    );
    return { client: BaoClient.create(config, logger), logger };
  };
  const fixed = { token: { value: 'fixed' } };
  const write: BaoRequest = {
    method: 'POST',
    path: 'secret/data/a/generic/b',
    body: { data: { password: CANARY } },
    purpose: 'write the value',
  };
  const failureOf = async (
    client: BaoClient,
    request: BaoRequest = write,
  ): Promise<StoreError> => client.send(request).then(fail, error => error);

  it('T1, T2: gives every refusal a code of ours, and nothing of its text', async () => {
    const { client, logger } = clientWith(fixed);
    const denied = `1 error occurred:\n\t* permission denied\n\n`;
    const table: Array<[number, object | string, string, boolean]> = [
      [
        400,
        errors('check-and-set parameter did not match the current version'),
        'Conflict',
        false,
      ],
      [400, errors(`bad ${CANARY}`), 'Invalid', false],
      [403, errors(denied), 'Denied', false],
      [403, errors('permission denied'), 'Unauthenticated', false],
      [404, errors(), 'NotFound', false],
      [
        404,
        errors('no handler for route "secret/data/x". route entry not found.'),
        'Unavailable',
        false,
      ],
      [404, '<html>', 'Unavailable', false],
      [405, errors(), 'Unsupported', false],
      [412, errors(), 'RateLimited', false],
      [413, errors(), 'TooLarge', false],
      [415, errors(), 'Unsupported', false],
      [429, errors(), 'RateLimited', false],
      [472, errors(), 'Unavailable', false],
      [473, errors(), 'Unavailable', false],
      [
        500,
        errors('put failed due to value being too large; got 1 bytes'),
        'TooLarge',
        false,
      ],
      [500, errors(CANARY), 'Unavailable', true],
      [502, '<html>', 'Unavailable', true],
      [503, errors('Vault is sealed'), 'Unavailable', false],
      [503, errors(CANARY), 'Unavailable', true],
      [504, '', 'Timeout', true],
      [200, '<html', 'Unavailable', true],
    ];
    for (const [status, body, code, outcomeUnknown] of table) {
      answer = (request, response) =>
        request.url === '/v1/secret/data/a/generic/b'
          ? reply(response, status, body)
          : reply(response, 200, { data: { ttl: 0 } });
      const error = await failureOf(client);
      expect([status, body, error.code, error.outcomeUnknown]).toEqual([
        status,
        body,
        code,
        outcomeUnknown,
      ]);
      expect(error.message).toMatch(/^The (store|answer of the store) .*\.$/);
    }
    const said = JSON.stringify([
      ...logger.debug.mock.calls,
      ...logger.warn.mock.calls,
    ]);
    expect(said).toContain('Conflict');
    expect(said).not.toContain(CANARY);
    expect(said).not.toContain('fixed');
  });

  it('tells how long to wait', async () => {
    const { client } = clientWith(fixed);
    answer = (request, response) => {
      response.setHeader('Retry-After', '7');
      reply(response, request.method === 'POST' ? 429 : 200, errors());
    };
    expect((await failureOf(client)).retryAfterMs).toBe(7000);
  });

  it('T31: follows no redirect, so that no credential goes elsewhere', async () => {
    const { client } = clientWith(fixed);
    answer = (request, response) => {
      if (request.method === 'POST') {
        response.setHeader('Location', '/v1/elsewhere');
        reply(response, 307, '');
      } else {
        reply(response, 200, { data: {} });
      }
    };
    const error = await failureOf(client);
    expect(error.code).toBe('Unavailable');
    expect(error.message).toMatch(/another address/);
    expect(asked.map(({ url }) => url)).toEqual([
      '/v1/auth/token/lookup-self',
      '/v1/secret/data/a/generic/b',
    ]);
  });

  it('T22: takes a write that waited for a connection for sent once the connection breaks', async () => {
    const { client } = clientWith(fixed, { timeout: { seconds: 10 } });
    // one more than there are connections
    const writes = 33;
    answer = (request, response) => {
      const count = asked.filter(({ method }) => method === 'POST').length;
      if (request.method === 'POST' && count === writes) {
        response.socket!.destroy();
      } else {
        reply(response, 200, { data: {} });
      }
    };
    const ends = await Promise.allSettled(
      Array.from({ length: writes }, () => client.send(write)),
    );
    const failures = ends.flatMap(end =>
      end.status === 'rejected' ? [end.reason] : [],
    );
    expect(failures).toEqual([
      expect.objectContaining({ code: 'Unavailable', outcomeUnknown: true }),
    ]);
  });

  it('T32: waits for nothing without end', async () => {
    const { client } = clientWith(fixed);
    answer = (request, response) =>
      request.method === 'GET' ? reply(response, 200, { data: {} }) : undefined;
    const late = await failureOf(client);
    expect([late.code, late.outcomeUnknown]).toEqual(['Timeout', true]);

    answer = (request, response) => {
      if (request.method === 'GET') {
        reply(response, 200, {});
      } else {
        // headers, and then nothing any more
        response.writeHead(200);
        response.write('{');
      }
    };
    expect((await failureOf(client)).code).toBe('Timeout');

    const cancelled = await failureOf(client, {
      ...write,
      signal: AbortSignal.timeout(50),
    });
    expect(cancelled.code).toBe('Timeout');

    const { client: nowhere } = clientWith(fixed, {
      address: 'http://127.0.0.1:9',
    });
    const refused = await failureOf(nowhere);
    expect([refused.code, refused.outcomeUnknown]).toEqual([
      'Unavailable',
      false,
    ]);
  });

  it('keeps one connection open, and names the namespace on every request', async () => {
    const { client } = clientWith(fixed, { namespace: 'org/team' });
    const sockets = new Set<unknown>();
    const count = (socket: unknown) => sockets.add(socket);
    server.on('connection', count);
    for (let times = 0; times < 5; times += 1) {
      await client.send(write);
    }
    server.off('connection', count);
    expect(sockets.size).toBe(1);
    for (const { headers } of asked) {
      expect(headers['x-vault-namespace']).toBe('org/team');
      expect(headers['x-vault-token']).toBe('fixed');
    }
  });

  it('logs in as each method wants it, with what its file says by then', async () => {
    const tokenPath = join(folder, 'jwt');
    const log = (auth: object) => {
      answer = (request, response) =>
        reply(
          response,
          200,
          request.url?.endsWith('/login')
            ? { auth: { client_token: 't', lease_duration: 0 } }
            : {},
        );
      return clientWith(auth).client;
    };
    const logins = () =>
      asked
        .filter(({ url }) => url?.endsWith('/login'))
        .map(({ url, body, headers }) => [
          url,
          JSON.parse(body),
          headers['x-vault-token'],
        ]);

    writeFileSync(tokenPath, 'jwt-1\n');
    const client = log({ kubernetes: { role: 'portal', tokenPath } });
    await Promise.all([client.send(write), client.send(write)]);
    expect(logins()).toEqual([
      [
        '/v1/auth/kubernetes/login',
        { role: 'portal', jwt: 'jwt-1' },
        undefined,
      ],
    ]);

    writeFileSync(tokenPath, 'jwt-2');
    let refused = false;
    answer = (request, response) => {
      if (request.url?.endsWith('/login')) {
        reply(response, 200, { auth: { client_token: 'u' } });
      } else if (refused) {
        reply(response, 200, {});
      } else {
        refused = true;
        reply(response, 403, errors('permission denied'));
      }
    };
    asked.length = 0;
    await client.send(write);
    expect(logins()[0][1]).toEqual({ role: 'portal', jwt: 'jwt-2' });
    expect(asked.at(-1)?.headers['x-vault-token']).toBe('u');

    asked.length = 0;
    await log({ jwt: { tokenPath, mountPath: 'oidc/x' } }).send(write);
    await log({ appRole: { roleId: 'r', secretIdPath: tokenPath } }).send(
      write,
    );
    expect(logins()).toEqual([
      ['/v1/auth/oidc/x/login', { jwt: 'jwt-2' }, undefined],
      [
        '/v1/auth/approle/login',
        { role_id: 'r', secret_id: 'jwt-2' },
        undefined,
      ],
    ]);

    writeFileSync(tokenPath, '');
    for (const path of [tokenPath, join(folder, 'absent')]) {
      const error = await failureOf(log({ token: { path } }));
      expect(error.code).toBe('Unauthenticated');
      expect(error.message).not.toContain(folder);
    }
  });

  it('asks once more, not for ever, when no login helps', async () => {
    const { client } = clientWith({ appRole: { roleId: 'r', secretId: 's' } });
    answer = (request, response) =>
      request.url?.endsWith('/login')
        ? reply(response, 200, { auth: { client_token: 't' } })
        : reply(response, 403, errors('permission denied'));
    expect((await failureOf(client)).code).toBe('Unauthenticated');
    expect(asked).toHaveLength(4);

    answer = (_request, response) =>
      reply(response, 400, errors('invalid role or secret ID'));
    const refused = await failureOf(client);
    expect([refused.code, refused.outcomeUnknown]).toEqual([
      'Unauthenticated',
      false,
    ]);
    answer = (_request, response) =>
      reply(response, 503, errors('Vault is sealed'));
    const sealed = await failureOf(client);
    expect([sealed.code, sealed.outcomeUnknown]).toEqual([
      'Unavailable',
      false,
    ]);
  });
});

function fail(): never {
  throw new Error('It should have failed');
}

function errors(...texts: string[]): { errors: string[] } {
  return { errors: texts };
}

function reply(
  response: ServerResponse,
  status: number,
  body: object | string,
): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
