import type { KubernetesObject, ObjectKey } from '@strongroom/embedded-cluster';
import type { RealKubernetes } from '@strongroom/real-cluster';
import { HttpAnswer, HttpClient } from '@strongroom/real-cluster';
import {
  EstateCluster,
  EstateKind,
  EstateObject,
  RESOURCES,
  withKind,
} from '../estate';

/** A cluster behind a real API server, which says itself when something happened. */
export class ApiCluster implements EstateCluster {
  readonly #client: HttpClient;

  private constructor(client: HttpClient) {
    this.#client = client;
  }

  static create({
    url,
    caData,
    adminToken,
  }: Pick<RealKubernetes, 'url' | 'caData' | 'adminToken'>): ApiCluster {
    return new ApiCluster(
      HttpClient.create({
        url,
        ca: Buffer.from(caData, 'base64').toString(),
        headers: { Authorization: `Bearer ${adminToken}` },
      }),
    );
  }

  at(): EstateCluster {
    return this;
  }

  async ensure(
    kind: EstateKind,
    object: EstateObject,
    manager: string,
  ): Promise<void> {
    await this.#send(
      'POST',
      `${pathOf(kind, object.metadata.namespace)}?fieldManager=${manager}`,
      { body: withKind(kind, object) },
      [201, 409],
    );
  }

  async find(
    kind: EstateKind,
    { name, namespace }: ObjectKey,
  ): Promise<KubernetesObject | undefined> {
    const answer = await this.#send(
      'GET',
      `${pathOf(kind, namespace)}/${name}`,
      {},
      [200, 404],
    );
    return answer.code === 404 ? undefined : answer.body;
  }

  async list(kind: EstateKind): Promise<KubernetesObject[]> {
    return (await this.#send('GET', pathOf(kind), {}, [200])).body.items;
  }

  async mergePatch(
    kind: EstateKind,
    { name, namespace }: ObjectKey,
    patch: object,
    { manager, subresource }: { manager: string; subresource?: 'status' },
  ): Promise<void> {
    const part = subresource ? `/${subresource}` : '';
    await this.#send(
      'PATCH',
      `${pathOf(kind, namespace)}/${name}${part}?fieldManager=${manager}`,
      {
        body: patch,
        headers: { 'Content-Type': 'application/merge-patch+json' },
      },
      [200],
    );
  }

  async delete(
    kind: EstateKind,
    { name, namespace }: ObjectKey,
  ): Promise<void> {
    await this.#send('DELETE', `${pathOf(kind, namespace)}/${name}`, {}, [200]);
  }

  /** Closes connections that are kept open. */
  close(): void {
    this.#client.close();
  }

  async #send(
    method: string,
    path: string,
    call: { body?: object; headers?: Record<string, string> },
    expected: number[],
  ): Promise<HttpAnswer> {
    const answer = await this.#client.send(method, path, call);
    if (!expected.includes(answer.code)) {
      // Of a Secret the message of a refusal may quote, so its reason alone is told.
      throw new Error(
        `The API server answered ${method} ${path} with ${answer.code} ${answer.body.reason}`,
      );
    }
    return answer;
  }
}

function pathOf(kind: EstateKind, namespace?: string): string {
  const { group, version, resource } = RESOURCES[kind];
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  return `${root}${namespace ? `/namespaces/${namespace}` : ''}/${resource}`;
}
