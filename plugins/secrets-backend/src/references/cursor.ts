import { createHash } from 'node:crypto';
import { SecretsError } from '../errors';
import { Position } from './secretOrder';
import { SecretQuery } from './types';

/**
 * Writes where a page ended. It names the last row instead of a number of rows, so that whatever is made or deleted
 * meanwhile, no row is shown twice and none is left out; a digest of the question ties it to that.
 */
export function encodeCursor(position: Position, query: SecretQuery): string {
  const { key, namespace, name } = position;
  return Buffer.from(
    JSON.stringify([digest(query), key, namespace, name]),
  ).toString('base64url');
}

/**
 * Reads what {@link encodeCursor} wrote; `undefined` when the question has none.
 * @throws SecretsError `InvalidRequest` when it is malformed or of another question
 */
export function decodeCursor(query: SecretQuery): Position | undefined {
  if (query.cursor === undefined) {
    return undefined;
  }
  const parts = parseCursor(query.cursor);
  if (
    !Array.isArray(parts) ||
    parts.length !== 4 ||
    parts.some(part => typeof part !== 'string')
  ) {
    throw invalidCursor('The cursor is not one that a list answered with.');
  }
  const [question, key, namespace, name] = parts as string[];
  if (question !== digest(query)) {
    throw invalidCursor(
      'The cursor belongs to a list with other filters or another order.',
    );
  }
  return { key, namespace, name };
}

function parseCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function digest({ namespaces, filters, orderBy, order }: SecretQuery): string {
  const { q, type, category, plane, state, expiringWithin } = filters ?? {};
  const question = [
    namespaces && [...new Set(namespaces)].sort(),
    [q, type, category, plane, state, expiringWithin],
    orderBy ?? 'name',
    order ?? 'asc',
  ];
  return createHash('sha256')
    .update(JSON.stringify(question))
    .digest('base64url')
    .slice(0, 16);
}

function invalidCursor(message: string): SecretsError {
  return new SecretsError('InvalidRequest', message, {
    details: [{ field: 'cursor', message }],
  });
}
