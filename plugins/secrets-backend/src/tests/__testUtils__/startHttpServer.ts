import http, { RequestListener } from 'node:http';
import { AddressInfo } from 'node:net';

/** A server on loopback that answers as a test says, where a cluster would be too well behaved. */
export async function startHttpServer(listener: RequestListener) {
  const server = http.createServer(listener);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
