import {
  RESOURCES,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { randomBytes } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { encodingsOf } from '../../tests/__testUtils__/encodingsOf';
import { recordingLogger } from '../../tests/__testUtils__/recordingLogger';
import { startHttpServer } from '../../tests/__testUtils__/startHttpServer';
import { DefaultKubernetesClient } from './DefaultKubernetesClient';

const canary = `c@n"ary ${randomBytes(12).toString('hex')}`;
const ref = { namespace: 'openchoreo-kv-acme', name: 'db' };
const patch = { data: { password: Buffer.from(canary).toString('base64') } };

type Behaviour = (
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
) => void;

let behave: Behaviour;
let requests: Array<{ method?: string; url?: string; authorization?: string }>;
let server: Awaited<ReturnType<typeof startHttpServer>>;
let logger: ReturnType<typeof recordingLogger>;
let client: DefaultKubernetesClient;

beforeEach(async () => {
  requests = [];
  server = await startHttpServer((request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push({
        method: request.method,
        url: request.url,
        authorization: request.headers.authorization,
      });
      behave(request, response, body);
    });
  });
  logger = recordingLogger();
  client = DefaultKubernetesClient.create(
    {
      name: 'plane-1',
      access: { type: 'server', url: server.url },
      timeoutMs: 1000,
    },
    { logger },
  );
});

afterEach(async () => {
  client.close();
  await server.stop();
});

/** A refusal that quotes the request in every text it has. */
function status(code: number, reason: string, headers = {}): Behaviour {
  return (_request, response, body) => {
    response.writeHead(code, {
      'Content-Type': 'application/json',
      ...headers,
    });
    response.end(
      JSON.stringify({
        kind: 'Status',
        status: 'Failure',
        message: `denied: ${body} ${canary}`,
        reason,
        details: { causes: [{ reason: 'X', message: canary, field: canary }] },
        code,
      }),
    );
  };
}

async function failure(work: Promise<unknown>): Promise<StoreError> {
  const error = await work.then(
    () => undefined,
    thrown => thrown,
  );
  expect(error).toBeInstanceOf(StoreError);
  return error;
}

const write = () => client.mergePatch(RESOURCES.secret, ref, patch);
const read = () => client.getMetadata(RESOURCES.secret, ref);

describe('what goes wrong at a cluster', () => {
  it.each<[string, Behaviour, Partial<StoreError>]>([
    ['400', status(400, 'BadRequest'), { code: 'Invalid' }],
    ['401', status(401, 'Unauthorized'), { code: 'Unauthenticated' }],
    ['403', status(403, 'Forbidden'), { code: 'Denied' }],
    ['404', status(404, 'NotFound'), { code: 'NotFound' }],
    [
      '409 there already',
      status(409, 'AlreadyExists'),
      { code: 'AlreadyExists' },
    ],
    ['409 changed', status(409, 'Conflict'), { code: 'Conflict' }],
    ['413', status(413, 'RequestEntityTooLarge'), { code: 'TooLarge' }],
    ['422', status(422, 'Invalid'), { code: 'Invalid' }],
    [
      '429',
      status(429, 'TooManyRequests', { 'Retry-After': '7' }),
      { code: 'RateLimited', retryAfterMs: 7000 },
    ],
    [
      '500',
      status(500, 'InternalError'),
      { code: 'Unavailable', outcomeUnknown: true },
    ],
    ['504', status(504, 'Timeout'), { code: 'Timeout', outcomeUnknown: true }],
    ['no answer', () => undefined, { code: 'Timeout', outcomeUnknown: true }],
    [
      'a connection cut after the request',
      request => request.socket.destroy(),
      { code: 'Unavailable', outcomeUnknown: true },
    ],
    [
      'an answer cut in the middle',
      (request, response, body) => {
        response.writeHead(200, { 'Content-Length': '100000' });
        response.write(body, () => request.socket.destroy());
      },
      { code: 'Unavailable', outcomeUnknown: true },
    ],
    [
      'an answer that never ends',
      (_request, response, body) => {
        response.writeHead(200);
        response.write(body);
      },
      { code: 'Timeout', outcomeUnknown: true },
    ],
    [
      'an answer that is no JSON',
      (_request, response, body) => response.end(`<html>${body}${canary}`),
      { code: 'Unavailable', outcomeUnknown: true },
    ],
  ])(
    'T1, T2: %s becomes an error of ours, without the value in it or in any log',
    async (_name, behaviour, expected) => {
      behave = behaviour;
      const error = await failure(write());
      expect(error).toMatchObject({ outcomeUnknown: false, ...expected });

      const texts = [
        error.stack,
        inspect(error, { depth: 10, showHidden: true }),
        JSON.stringify(error),
        logger.text(),
        JSON.stringify(requests),
      ].join('\n');
      expect(logger.text()).toContain('patch Secret');
      for (const encoding of encodingsOf(canary)) {
        expect(texts).not.toContain(encoding);
      }
    },
  );

  it('says of a failed read that nothing can have happened, and of an absent object that it is absent', async () => {
    behave = request => request.socket.destroy();
    expect(await failure(read())).toMatchObject({
      code: 'Unavailable',
      outcomeUnknown: false,
    });
    behave = status(404, 'NotFound');
    expect(await read()).toBeUndefined();
    await client.delete(RESOURCES.secret, ref);
  });

  it('says of a write that never left that nothing can have happened', async () => {
    await server.stop();
    expect(await failure(write())).toMatchObject({
      code: 'Unavailable',
      outcomeUnknown: false,
    });
  });

  it('ends a call with its signal', async () => {
    const abort = new AbortController();
    behave = () => abort.abort();
    const call = failure(
      client.mergePatch(RESOURCES.secret, ref, patch, { signal: abort.signal }),
    );
    expect(await call).toMatchObject({ code: 'Timeout', outcomeUnknown: true });
    expect(
      await failure(
        client.mergePatch(RESOURCES.secret, ref, patch, {
          signal: abort.signal,
        }),
      ),
    ).toMatchObject({ code: 'Timeout', outcomeUnknown: false });
    expect(requests).toHaveLength(1);
  });

  it('repeats a read, but never a write, on a connection that was closed while idle', async () => {
    const sockets = new Set<unknown>();
    behave = (request, response) => {
      if (sockets.has(request.socket)) {
        request.socket.destroy();
        return;
      }
      sockets.add(request.socket);
      response.end('{"metadata":{"name":"db"}}');
    };
    await read();
    expect(await read()).toEqual({ metadata: { name: 'db' } });
    expect(await failure(write())).toMatchObject({ outcomeUnknown: true });
    expect(requests.map(({ method }) => method)).toEqual([
      'GET',
      'GET',
      'GET',
      'PATCH',
    ]);
  });

  it('keeps one connection for calls that follow each other', async () => {
    const sockets = new Set<unknown>();
    behave = (request, response) => {
      sockets.add(request.socket);
      response.end('{"metadata":{"name":"db"}}');
    };
    for (let call = 0; call < 10; call++) {
      await write();
    }
    expect(requests).toHaveLength(10);
    expect(sockets.size).toBe(1);
  });

  it('never asks for the values of a Secret, and keeps none that come nevertheless', async () => {
    for (const work of [
      () => client.get(RESOURCES.secret, ref),
      () => client.listPage(RESOURCES.secret),
      async () =>
        client.reflect(RESOURCES.secret, { onUpsert() {}, onDelete() {} }),
    ]) {
      expect(await failure(work())).toMatchObject({ code: 'Unsupported' });
    }
    expect(requests).toHaveLength(0);

    behave = (_request, response) =>
      response.end(
        JSON.stringify({
          metadata: {
            name: 'db',
            annotations: {
              team: 'payments',
              'kubectl.kubernetes.io/last-applied-configuration': canary,
            },
          },
          data: { password: canary },
        }),
      );
    const bare = {
      metadata: { name: 'db', annotations: { team: 'payments' } },
    };
    expect(await read()).toEqual(bare);
    expect(await write()).toEqual(bare);
    expect(await client.create(RESOURCES.secret, { metadata: ref })).toEqual(
      bare,
    );
  });

  it('T12: keeps a name inside its segment of the path', async () => {
    behave = status(404, 'NotFound');
    await client.getMetadata(RESOURCES.secret, {
      namespace: 'a/../b',
      name: 'x?watch=1#',
    });
    expect(requests[0].url).toBe(
      '/api/v1/namespaces/a%2F..%2Fb/secrets/x%3Fwatch%3D1%23',
    );
    await expect(
      client.getMetadata(RESOURCES.secret, { namespace: '..', name: 'x' }),
    ).rejects.toThrow('needs a usable name');
    await expect(
      client.getMetadata(RESOURCES.secret, { name: 'x' }),
    ).rejects.toThrow('lives in a namespace');
  });
});
