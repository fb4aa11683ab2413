import { request as httpRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** An answer with its bytes. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Sends a request with its path as it is: neither escapes nor dots are touched. */
export async function request(
  url: string,
  method: string,
  path: string,
  { body, headers }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<RawAnswer> {
  const payload =
    typeof body === 'string' || Buffer.isBuffer(body) || body === undefined
      ? body
      : JSON.stringify(body);
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        hostname,
        port,
        method,
        path,
        headers: {
          ...(payload === undefined
            ? {}
            : {
                'content-type': 'application/json',
                'content-length': Buffer.byteLength(payload),
              }),
          ...headers,
        },
      },
      async response => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: await buffer(response),
        });
      },
    );
    sent.on('error', reject);
    sent.end(payload);
  });
}
