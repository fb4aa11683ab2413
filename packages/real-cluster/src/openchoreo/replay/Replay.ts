import { ReplayCase } from './cases';
import { normalize } from './normalize';
import { request } from './request';

/** How an answer is compared with a case. */
export interface Replayed {
  status: number;
  contentType: string | undefined;
  allow: string | undefined;
  nosniff: string | undefined;
  chunked: boolean;
  /** Of the body, a cursor not counted. */
  bytes: number;
  answer: unknown;
}

/** A body longer than this leaves a Go server in pieces. */
const heldBack = 2048;

/** What a case demands. */
export function demandedBy(one: ReplayCase): Replayed {
  const isLine = one.contentType?.includes('charset') ?? false;
  return {
    status: one.status,
    contentType: one.contentType,
    allow: one.allow,
    nosniff: isLine ? 'nosniff' : undefined,
    chunked: one.bytes > heldBack,
    bytes: one.bytes,
    answer: one.answer,
  };
}

/** Asks cases in order, each with the cursor that the one before was given. */
export class Replay {
  readonly #url: string;
  #cursor = '';

  private constructor(url: string) {
    this.#url = url;
  }

  static create(url: string): Replay {
    return new Replay(url);
  }

  async ask(one: ReplayCase): Promise<Replayed> {
    const path = one.path.replace('{cursor}', this.#cursor);
    const { status, headers, body } = await request(
      this.#url,
      one.method,
      path,
      one,
    );
    const contentType = headers['content-type'] as string | undefined;
    const text = body.toString();
    const parsed = contentType === 'application/json' ? JSON.parse(text) : text;
    this.#cursor = parsed.pagination?.nextCursor ?? '';
    return {
      status,
      contentType,
      allow: headers.allow as string | undefined,
      nosniff: headers['x-content-type-options'] as string | undefined,
      chunked: headers['transfer-encoding'] === 'chunked',
      bytes: body.length - this.#cursor.length,
      answer: normalize(parsed),
    };
  }
}
