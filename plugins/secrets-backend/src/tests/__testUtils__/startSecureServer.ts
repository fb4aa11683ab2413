import { IssuedCertificate } from '@strongroom/real-cluster';
import { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface ReceivedRequest {
  method?: string;
  url?: string;
  headers: IncomingMessage['headers'];
}

/** A server on loopback with a certificate of the test's choice, which keeps what it receives. */
export async function startSecureServer(
  certificate: IssuedCertificate,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
) {
  const received: ReceivedRequest[] = [];
  const server = https.createServer(certificate, (request, response) => {
    const { method, url, headers } = request;
    received.push({ method, url, headers });
    request.resume();
    answer(request, response);
  });
  // Whoever does not like the certificate goes away in the middle.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
