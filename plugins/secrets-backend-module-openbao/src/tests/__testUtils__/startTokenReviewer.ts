import http from 'node:http';
import { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What an API server is to a store that lets service accounts log in. */
export interface TokenReviewer {
  address: string;
  /** Audiences that were asked for. */
  audiences: string[][];
  stop(): Promise<void>;
}

/**
 * Reviews tokens on loopback as an API server does: knows one service account, by one token.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/
 */
export async function startTokenReviewer(
  known: { namespace: string; name: string },
  knownToken: string,
): Promise<TokenReviewer> {
  const audiences: string[][] = [];
  const server = http.createServer(async (request, response) => {
    const { spec } = JSON.parse(await text(request));
    audiences.push(spec.audiences ?? []);
    const status =
      spec.token === knownToken
        ? {
            authenticated: true,
            audiences: spec.audiences,
            user: {
              username: `system:serviceaccount:${known.namespace}:${known.name}`,
              uid: 'uid-1',
              groups: ['system:serviceaccounts'],
            },
          }
        : { authenticated: false, error: 'invalid bearer token' };
    response.writeHead(201, { 'Content-Type': 'application/json' });
    response.end(
      JSON.stringify({
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenReview',
        status,
      }),
    );
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    audiences,
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
