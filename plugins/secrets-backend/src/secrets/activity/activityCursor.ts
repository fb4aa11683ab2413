import { createHash } from 'node:crypto';
import { SecretsError } from '../../errors';
import { RecordFilters } from '../../record';

/** Writes where a page ended: rows are only ever added before its first. A digest of the question ties it to that. */
export function encodeCursor(seq: number, filters: RecordFilters): string {
  return Buffer.from(JSON.stringify([digest(filters), seq])).toString(
    'base64url',
  );
}

/**
 * Reads what {@link encodeCursor} wrote; `undefined` when the question has none.
 *
 * @throws SecretsError `InvalidRequest` when it is malformed or of another question
 */
export function decodeCursor(
  cursor: string | undefined,
  filters: RecordFilters,
): number | undefined {
  if (cursor === undefined) {
    return undefined;
  }
  const parts = parse(cursor);
  if (
    !Array.isArray(parts) ||
    parts.length !== 2 ||
    !Number.isSafeInteger(parts[1])
  ) {
    throw invalid('The cursor is not one that a list answered with.');
  }
  if (parts[0] !== digest(filters)) {
    throw invalid('The cursor belongs to a list with other filters.');
  }
  return parts[1];
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function digest(filters: RecordFilters): string {
  const { namespace, name, actor, action, outcome, since, until } = filters;
  return createHash('sha256')
    .update(
      JSON.stringify([namespace, name, actor, action, outcome, since, until]),
    )
    .digest('base64url')
    .slice(0, 16);
}

function invalid(message: string): SecretsError {
  return new SecretsError('InvalidRequest', message, {
    details: [{ field: 'cursor', message }],
  });
}
