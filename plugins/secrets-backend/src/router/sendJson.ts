import { Response } from 'express';

/** Answers with JSON. Not `res.json`, which adds an ETag made from the body and answers 304 to it. */
export function sendJson(
  response: Response,
  status: number,
  body: unknown,
): void {
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.status(status).end(JSON.stringify(body));
}
