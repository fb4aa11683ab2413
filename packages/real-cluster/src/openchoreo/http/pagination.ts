import { Page, PageRequest } from '../types';

/** Where the next page begins: the API server's token, and how many of its items were given away already. */
interface Cursor {
  /** continue token */
  c?: string;
  /** items to pass over */
  s?: number;
}

const defaultLimit = 20;
const highestLimit = 100;

/** A limit that is no number. */
export class LimitError extends Error {
  constructor(text: string) {
    super(
      `Invalid format for parameter limit: error binding string parameter: strconv.ParseInt: parsing ${JSON.stringify(
        text,
      )}: invalid syntax`,
    );
  }
}

/** A number of items that is at least one and at most a hundred. @throws with the words of the parameter's parser */
export function readLimit(text: string | null): number {
  if (text === null) {
    return defaultLimit;
  }
  if (!/^[-+]?\d+$/.test(text)) {
    throw new LimitError(text);
  }
  return Math.min(Math.max(Number(text), 1), highestLimit);
}

/**
 * Fills a page with what a caller may see, from as many pages of the source as that takes.
 * @throws when the cursor is none
 */
export async function listVisible(
  { limit, cursor }: PageRequest,
  source: (request: PageRequest) => Promise<Page<object>>,
  visible: boolean,
): Promise<object> {
  const items: object[] = [];
  let { c: next, s: skip = 0 } = cursor ? decode(cursor) : {};
  let after: Cursor | undefined;
  while (items.length < limit) {
    const page = await source({ limit, cursor: next });
    const rest = page.items.slice(skip);
    const room = limit - items.length;
    items.push(...(visible ? rest.slice(0, room) : []));
    if (visible && rest.length > room) {
      after = { c: next, s: skip + room };
      break;
    }
    skip = 0;
    next = page.next || undefined;
    after = next ? { c: next } : undefined;
    if (!next) {
      break;
    }
  }
  return {
    items,
    pagination: { nextCursor: after && encode(after) },
  };
}

function encode(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function decode(text: string): Cursor {
  return JSON.parse(Buffer.from(text, 'base64url').toString());
}
