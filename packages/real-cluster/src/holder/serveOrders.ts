import { once } from 'node:events';
import { createServer, Server } from 'node:http';
import type { RealCluster } from '../types';
import { carryOut } from './carryOut';

/** Takes orders on a Unix socket, whose folder keeps others away. Answers 204, or 500 with what went wrong. */
export async function serveOrders(
  real: RealCluster,
  socket: string,
): Promise<Server> {
  const server = createServer(async (request, response) => {
    try {
      let text = '';
      for await (const chunk of request) {
        text += chunk;
      }
      await carryOut(real, JSON.parse(text));
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(500).end((error as Error).message);
    }
  });
  server.listen(socket);
  await once(server, 'listening');
  return server;
}
