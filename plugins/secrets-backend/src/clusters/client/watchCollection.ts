import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { IncomingMessage } from 'node:http';
import { Connection } from '../connection/HttpConnection';
import { readLines } from './readLines';
import { WatchEvent } from './Reflector';
import { Route } from './Route';
import { Call } from './toStoreError';

/** A refusal is short; more of it is not read. */
const MAX_REFUSAL_LENGTH = 64 * 1024;
const REFUSAL_MS = 10_000;

/** Options of {@link watchCollection}. */
export interface WatchCollectionOptions {
  path: string;
  labelSelector?: string;
  resourceVersion: string;
  timeoutSeconds: number;
  /** A connection that is silent for longer has died without saying so. */
  silenceMs: number;
  signal: AbortSignal;
}

/**
 * Opens a watch of a collection from a position on; its events come until the server ends it.
 * @throws StoreError when it is refused; `Conflict` when the position has expired. The events throw when it breaks off,
 * with `Timeout` when it was silent for too long
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#watch-bookmarks
 */
export async function watchCollection(
  connection: Connection,
  call: Call,
  options: WatchCollectionOptions,
  { checkPath, toError, polls }: Route,
): Promise<AsyncIterable<WatchEvent>> {
  checkPath(call, options.path);
  const timeoutSeconds = polls
    ? Math.min(options.timeoutSeconds, polls.seconds)
    : options.timeoutSeconds;
  const query = new URLSearchParams({
    watch: '1',
    allowWatchBookmarks: 'true',
    resourceVersion: options.resourceVersion,
    timeoutSeconds: String(timeoutSeconds),
    ...(options.labelSelector && { labelSelector: options.labelSelector }),
  });
  const response = await connection.stream({
    method: 'GET',
    path: `${options.path}?${query}`,
    headers: { Accept: 'application/json' },
    signal: options.signal,
    timeoutMs: polls?.answerMs,
  });
  if (response.statusCode !== 200) {
    throw toError(call, {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: await readRefusal(response),
    });
  }
  return readEvents(
    call,
    response,
    Math.min(options.silenceMs, polls?.answerMs ?? Infinity),
  );
}

async function* readEvents(
  call: Call,
  response: IncomingMessage,
  silenceMs: number,
): AsyncGenerator<WatchEvent> {
  let silent = false;
  const guard = setTimeout(() => {
    silent = true;
    response.destroy();
  }, silenceMs);
  try {
    for await (const line of readLines(response, () => guard.refresh())) {
      yield JSON.parse(line) as WatchEvent;
    }
  } catch {
    // The cause may quote the line.
    throw new StoreError(
      silent ? 'Timeout' : 'Unavailable',
      `The watch of ${call.kind} on cluster ${call.cluster} ${
        silent ? 'was silent for too long' : 'broke off'
      }.`,
    );
  } finally {
    clearTimeout(guard);
    response.destroy();
  }
}

async function readRefusal(response: IncomingMessage): Promise<string> {
  const deadline = setTimeout(() => response.destroy(), REFUSAL_MS);
  let body = '';
  try {
    for await (const chunk of response) {
      body += chunk;
      if (body.length > MAX_REFUSAL_LENGTH) {
        break;
      }
    }
  } catch {
    // The status alone says enough.
  } finally {
    clearTimeout(deadline);
  }
  return body;
}
