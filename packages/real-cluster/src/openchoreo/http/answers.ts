import { ServerResponse } from 'node:http';
import { goJson } from './goJson';

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
): void {
  send(response, status, goJson(body), { 'Content-Type': 'application/json' });
}

/** Answers with a line of text, as Go's server does for errors. */
export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  send(response, status, `${text}\n`, {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
}

/** Go holds back what is short, and then knows its length; longer bodies go out in pieces. */
const heldBack = 2048;

export function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string>,
): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, {
    ...headers,
    ...(length > heldBack
      ? { 'Transfer-Encoding': 'chunked' }
      : { 'Content-Length': String(length) }),
  });
  response.end(body);
}
