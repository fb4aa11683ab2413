import {
  FaultLayer,
  interfere,
  RequestLog,
} from '@strongroom/embedded-cluster';
import type { LoggedRequest } from '@strongroom/embedded-cluster';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Proxy, StartProxyOptions } from './types';
import { passAnswer, Upstream } from './Upstream';

/**
 * Starts a server on 127.0.0.1 that logs requests, lets armed faults happen to them and passes the others on as they came:
 * path, query, Authorization and body untouched, answers streamed. Faults know a create by the name in its body.
 */
export async function startProxy(options: StartProxyOptions): Promise<Proxy> {
  const { target, protocol, certificate, keptLog } = options;
  const faults = FaultLayer.create();
  const requestLog = RequestLog.create();
  const upstream = Upstream.create(target);

  const serve = async (message: IncomingMessage, response: ServerResponse) => {
    const { described, entry } = readHead(message);
    requestLog.record(entry);
    keptLog?.record(entry);
    const body = await buffer(message);
    entry.body = body.toString('utf8');
    const name =
      described.name || (described.verb === 'create' ? nameIn(entry.body) : '');
    const effects = await faults.take({ ...described, name });
    RequestLog.noteFaults(entry, effects);
    response.on('finish', () => {
      entry.status = response.statusCode;
    });
    const ended = await interfere(
      effects,
      { body },
      message,
      response,
      protocol.statusAnswer,
    );
    if (ended) {
      return;
    }
    const answer = await upstream.send(message, body, response);
    if (effects.some(({ type }) => type === 'cutAfter')) {
      if (described.verb !== 'watch') {
        await buffer(answer);
      }
      message.socket.destroy();
      return;
    }
    if (described.verb === 'watch') {
      // A watch is answered when it begins: most end with their client.
      entry.status = answer.statusCode ?? 0;
    }
    passAnswer(answer, response);
  };

  function readHead(message: IncomingMessage) {
    const { headers, method = 'GET', url = '/' } = message;
    const [path, search = ''] = url.split(/\?(.*)/s);
    const query = new URLSearchParams(search);
    const described = protocol.describe(method, path, query);
    const entry: LoggedRequest = {
      ...described,
      query: Object.fromEntries(query),
      accept: headers.accept ?? '',
      contentType: headers['content-type'] ?? '',
      userAgent: headers['user-agent'] ?? '',
      status: 0,
    };
    return { described, entry };
  }

  const server = createServer(certificate, (message, response) => {
    // The server is not there, or broke off: so does this one.
    serve(message, response).catch(() => message.socket.destroy());
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    faults,
    requestLog,
    async stop() {
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What is created has its name in the body; empty where that cannot be read. */
function nameIn(body: string): string {
  try {
    return JSON.parse(body).metadata?.name ?? '';
  } catch {
    return '';
  }
}
