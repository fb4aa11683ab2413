import { IncomingMessage } from 'node:http';
import { tooLarge } from '../errors';

/** The limit of the real server. @internal */
export const bodyLimit = 3 * 1024 * 1024;

/** Reads a body to its end; what is beyond the limit is read too, so that the client gets to see the answer. @throws StatusError RequestEntityTooLarge @internal */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size <= bodyLimit) {
      chunks.push(chunk);
    }
  }
  if (size > bodyLimit) {
    throw tooLarge(bodyLimit);
  }
  return Buffer.concat(chunks);
}
