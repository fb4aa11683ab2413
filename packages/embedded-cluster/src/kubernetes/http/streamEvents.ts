import { ServerResponse } from 'node:http';
import { StatusError } from '../../storage/StatusError';
import { HttpStream } from './types';

const bookmarkIntervalMs = 60_000;

/** So long before its end a watch tells once more how far it has come, when it lasts longer. */
const lastBookmarkMs = 2_000;

/** A client that lets this much pile up is cut off, as the real server does. */
const unsentLimit = 64 * 1024 * 1024;

/**
 * Sends the events of a watch until its time is over or the client goes away.
 *
 * @throws StatusError when the watch cannot begin
 * @internal
 */
export function streamEvents(
  stream: HttpStream,
  response: ServerResponse,
): void {
  const pending: string[] = [];
  let send = (line: string) => {
    pending.push(line);
  };
  let stop: () => void;
  try {
    stop = stream.start(line => send(line));
  } catch (error) {
    if (!(error instanceof StatusError) || error.reason !== 'Expired') {
      throw error;
    }
    // An expired watch is told as an event of a watch that began.
    begin(response);
    response.end(errorLine(error));
    return;
  }
  begin(response);
  send = line => {
    response.write(line);
    if (response.writableLength > unsentLimit) {
      response.destroy();
    }
  };
  if (pending.length) {
    send(pending.join(''));
  }
  const tellBookmark = () => {
    const line = stream.bookmark();
    if (line) {
      send(line);
    }
  };
  const endMs = stream.timeoutSeconds * 1000;
  const bookmarks = setInterval(tellBookmark, bookmarkIntervalMs);
  const lastBookmark =
    endMs > lastBookmarkMs
      ? setTimeout(tellBookmark, endMs - lastBookmarkMs)
      : undefined;
  const fallSilent = () => {
    stop();
    clearInterval(bookmarks);
    clearTimeout(lastBookmark);
  };
  const timeout = setTimeout(() => {
    // A client that reads no more keeps the connection open beyond this.
    fallSilent();
    response.end();
  }, endMs);
  response.on('close', () => {
    fallSilent();
    clearTimeout(timeout);
  });
}

function begin(response: ServerResponse): void {
  response.writeHead(200, {
    'Cache-Control': 'no-cache, private',
    'Content-Type': 'application/json',
  });
  response.flushHeaders();
}

/** The line with which a watch tells that it failed. */
function errorLine(error: StatusError): string {
  return `${JSON.stringify({ type: 'ERROR', object: error.toStatus() })}\n`;
}
