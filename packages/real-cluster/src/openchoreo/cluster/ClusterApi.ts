import { HttpClient } from '../../http';
import { ClusterAccess, Metadata } from '../types';
import { ApiError, isNotFound } from './ApiError';
import { Kind } from './kinds';

/** Name of the field manager: of the program, and of what it applies. */
const manager = 'openchoreo-api';

/** An object of which the metadata matters. */
export interface ClusterObject {
  metadata: Metadata;
  [field: string]: any;
}

/** Talks to an API server as openchoreo-api does, under its field manager. */
export class ClusterApi {
  readonly #client: HttpClient;

  private constructor(client: HttpClient) {
    this.#client = client;
  }

  static create({ url, caData, adminToken }: ClusterAccess): ClusterApi {
    return new ClusterApi(
      HttpClient.create({
        url,
        ca: Buffer.from(caData, 'base64').toString(),
        headers: {
          Authorization: `Bearer ${adminToken}`,
          'User-Agent': `${manager}/v1.2.3 (linux/amd64)`,
        },
      }),
    );
  }

  /** @throws ApiError, also when there is none */
  async get<T = ClusterObject>(
    kind: Kind,
    name: string,
    namespace?: string,
  ): Promise<T> {
    return this.#send('GET', pathOf(kind, namespace, name));
  }

  /** The object, or `undefined` when there is none. */
  async find<T = ClusterObject>(
    kind: Kind,
    name: string,
    namespace?: string,
  ): Promise<T | undefined> {
    try {
      return await this.get<T>(kind, name, namespace);
    } catch (error) {
      if (isNotFound(error)) {
        return undefined;
      }
      throw error;
    }
  }

  async list<T = ClusterObject>(
    kind: Kind,
    namespace: string | undefined,
    query: Record<string, string | number | undefined> = {},
  ): Promise<{ items: T[]; metadata: { continue?: string } }> {
    const set = Object.entries(query).flatMap(([key, value]) =>
      value === undefined || value === ''
        ? []
        : [[key, String(value)] as [string, string]],
    );
    return this.#send(
      'GET',
      `${pathOf(kind, namespace)}?${new URLSearchParams(set)}`,
    );
  }

  async create<T extends ClusterObject>(kind: Kind, object: T): Promise<T> {
    return this.#send('POST', pathOf(kind, object.metadata.namespace), object);
  }

  async update<T extends ClusterObject>(kind: Kind, object: T): Promise<T> {
    const { name, namespace } = object.metadata;
    return this.#send('PUT', pathOf(kind, namespace, name), object);
  }

  /** Server-side apply, by force. */
  async apply(kind: Kind, object: ClusterObject): Promise<void> {
    const { name, namespace } = object.metadata;
    await this.#send(
      'PATCH',
      `${pathOf(kind, namespace, name)}?fieldManager=${manager}&force=true`,
      object,
      'application/apply-patch+yaml',
    );
  }

  /** Deletes what is there, without any precondition. */
  async delete(kind: Kind, name: string, namespace?: string): Promise<void> {
    try {
      await this.#send('DELETE', pathOf(kind, namespace, name));
    } catch (error) {
      if (!isNotFound(error)) {
        throw error;
      }
    }
  }

  close(): void {
    this.#client.close();
  }

  async #send(
    method: string,
    path: string,
    body?: unknown,
    contentType?: string,
  ): Promise<any> {
    const answer = await this.#client.send(method, path, {
      body,
      headers: contentType ? { 'Content-Type': contentType } : {},
    });
    if (answer.code >= 300) {
      throw new ApiError(answer.code, answer.text);
    }
    return answer.body;
  }
}

function pathOf(
  { api, plural }: Kind,
  namespace: string | undefined,
  name?: string,
): string {
  return [
    api,
    ...(namespace === undefined ? [] : ['namespaces', segment(namespace)]),
    plural,
    ...(name === undefined ? [] : [segment(name)]),
  ].join('/');
}

/** Kubernetes clients refuse these names before they send anything. */
function segment(text: string): string {
  if (text === '' || text === '.' || text === '..' || /[/%]/.test(text)) {
    throw new ApiError(400, `${text} cannot stand in a path`);
  }
  return encodeURIComponent(text);
}
