import { StoredEvent } from '../../storage/StoredObject';
import { StatusError } from '../../storage/StatusError';
import { badRequest } from '../errors';
import { ResourceType } from '../resources/ResourceType';
import { ClusterObjects } from '../store/ClusterObjects';
import { parseRevision } from '../store/ObjectReader';
import { answerWith } from './answers';
import { pageRequest, watchRequest } from './listOptions';
import { Renderer } from './Renderer';
import { selectionOf } from './requestOptions';
import { HttpAnswer, HttpRequest, HttpStream } from './types';

/** Half an hour to an hour, as on the real server: 45 minutes. */
const defaultWatchSeconds = 2700;

/** Answers requests that change nothing. @internal */
export class ReadHandler {
  readonly #objects: ClusterObjects;
  /** Each change is written once per form, however many watch. */
  readonly #lines = new WeakMap<StoredEvent, Map<string, string>>();

  constructor(objects: ClusterObjects) {
    this.#objects = objects;
  }

  get(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpAnswer {
    checkVersion(request, message => new StatusError(500, '', message));
    const { reader } = this.#objects;
    return answerWith(
      renderer.object(reader.get(type, request.namespace, request.name)),
      renderer,
    );
  }

  list(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpAnswer {
    checkVersion(request, invalidVersion);
    const page = this.#objects.reader.list(type, pageRequest(request));
    return answerWith(renderer.list(page), renderer);
  }

  watch(
    type: ResourceType,
    request: HttpRequest,
    renderer: Renderer,
  ): HttpStream {
    const { timeoutSeconds, bookmarks, initialEvents } = watchRequest(request);
    checkVersion(request, invalidVersion);
    const { reader, storage } = this.#objects;
    const asked = parseRevision(request.query.get('resourceVersion') ?? '');
    const began = storage.revision;
    // A version that is old is enough when what is there comes first.
    const after = initialEvents === undefined ? asked || undefined : began;
    let told = began;
    return {
      start: send => {
        const selection = selectionOf(request);
        const tell = (event: StoredEvent) => send(this.#line(event, renderer));
        if (!initialEvents) {
          return reader.watch(type, selection, after, tell);
        }
        reader.awaitRevision(asked ?? 0);
        const stop = reader.watch(type, selection, undefined, tell);
        if (bookmarks) {
          send(renderer.bookmark(began, true));
        }
        return stop;
      },
      bookmark: () => {
        const latest = reader.latestRevision(type);
        if (!bookmarks || latest <= told) {
          return undefined;
        }
        told = latest;
        return renderer.bookmark(latest);
      },
      timeoutSeconds: timeoutSeconds || defaultWatchSeconds,
    };
  }

  #line(event: StoredEvent, renderer: Renderer): string {
    const lines = this.#lines.get(event) ?? new Map<string, string>();
    this.#lines.set(event, lines);
    const line = lines.get(renderer.form) ?? renderer.event(event);
    lines.set(renderer.form, line);
    return line;
  }
}

function invalidVersion(message: string): StatusError {
  return badRequest(`invalid resource version: ${message}`);
}

function checkVersion(
  { query }: HttpRequest,
  refusal: (message: string) => StatusError,
): void {
  const text = query.get('resourceVersion') ?? '';
  try {
    parseRevision(text);
  } catch (error) {
    throw error instanceof StatusError ? refusal(error.message) : error;
  }
}
