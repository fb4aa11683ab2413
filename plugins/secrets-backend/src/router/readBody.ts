import { Request } from 'express';
import { SecretsError } from '../errors';

/**
 * Reads a JSON body up to a limit; `undefined` when there is none, or it is of another type. What is too large is refused
 * at once, not when its last byte has come: the rest is thrown away unread.
 *
 * @throws SecretsError `PayloadTooLarge`, `UnsupportedMediaType` when it is compressed, `InvalidRequest` when it breaks off
 */
export async function readBody(
  request: Request,
  limit: number,
): Promise<Buffer | undefined> {
  if (!request.is('application/json')) {
    return undefined;
  }
  const { 'content-encoding': encoding, 'content-length': length } =
    request.headers;
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new SecretsError(
      'UnsupportedMediaType',
      'The body must be uncompressed application/json.',
    );
  }
  if (Number(length ?? 0) > limit) {
    throw tooLarge();
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
      } else {
        chunks.length = 0;
        reject(tooLarge());
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    const breakOff = () =>
      reject(new SecretsError('InvalidRequest', 'The body broke off.'));
    request.on('error', breakOff);
    request.on('close', breakOff);
  });
}

function tooLarge(): SecretsError {
  return new SecretsError(
    'PayloadTooLarge',
    'The body is larger than this installation accepts.',
  );
}
