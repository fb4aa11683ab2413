import { StatusError } from '@strongroom/embedded-cluster';
import type {
  AccessRule,
  GroupVersionResource,
  KubernetesObject,
  ListOptions,
  ObjectKey,
  ResourceList,
} from '@strongroom/embedded-cluster';
import { HttpClient } from '../http';
import type { HttpAnswer } from '../http';
import { tokenOfAccount } from '../kubernetes';
import type { BareCluster, TestObjects } from './types';

/** Speaks to an API server as its administrator, and tells the cluster what it made. */
export class HttpObjects implements TestObjects {
  readonly #client: HttpClient;
  readonly #deleteLater: BareCluster['deleteLater'];

  private constructor(
    client: HttpClient,
    deleteLater: BareCluster['deleteLater'],
  ) {
    this.#client = client;
    this.#deleteLater = deleteLater;
  }

  static create(cluster: BareCluster): HttpObjects {
    return new HttpObjects(
      HttpClient.create({
        url: cluster.url,
        ca: Buffer.from(cluster.caData, 'base64').toString(),
        headers: {
          Authorization: `Bearer ${cluster.adminToken}`,
          'User-Agent': 'test-world/1.0',
        },
      }),
      cluster.deleteLater,
    );
  }

  async get(
    type: GroupVersionResource,
    key: ObjectKey,
  ): Promise<KubernetesObject> {
    return read(await this.#client.send('GET', pathOf(type, key)));
  }

  async find(
    type: GroupVersionResource,
    key: ObjectKey,
  ): Promise<KubernetesObject | undefined> {
    const answer = await this.#client.send('GET', pathOf(type, key));
    return answer.code === 404 ? undefined : read(answer);
  }

  async list(
    type: GroupVersionResource,
    options: ListOptions = {},
  ): Promise<ResourceList> {
    const { namespace, ...selectors } = options;
    const query = new URLSearchParams(selectors);
    const path = `${pathOf(type, { namespace })}?${query}`;
    const list = read(await this.#client.send('GET', path));
    return {
      items: list.items,
      resourceVersion: list.metadata.resourceVersion ?? '',
    };
  }

  async create(
    type: GroupVersionResource,
    object: KubernetesObject,
  ): Promise<KubernetesObject> {
    const { namespace } = object.metadata;
    const created = read(
      await this.#client.send('POST', pathOf(type, { namespace }), {
        body: object,
      }),
    );
    const key = { namespace, name: created.metadata.name! };
    this.#deleteLater?.({ path: pathOf(type, key) });
    return created;
  }

  async ensure(
    type: GroupVersionResource,
    object: KubernetesObject,
  ): Promise<KubernetesObject> {
    const { namespace, name } = object.metadata;
    const answer = await this.#client.send(
      'POST',
      pathOf(type, { namespace }),
      { body: object },
    );
    return answer.code === 409
      ? await this.mergePatch(type, { namespace, name: name! }, object)
      : read(answer);
  }

  async mergePatch(
    type: GroupVersionResource,
    key: ObjectKey,
    patch: object,
    { subresource }: { subresource?: 'status' } = {},
  ): Promise<KubernetesObject> {
    const path = pathOf(type, key) + (subresource ? `/${subresource}` : '');
    return await this.#patch(path, patch, 'application/merge-patch+json');
  }

  async jsonPatch(
    type: GroupVersionResource,
    key: ObjectKey,
    patch: object[],
  ): Promise<KubernetesObject> {
    return await this.#patch(
      pathOf(type, key),
      patch,
      'application/json-patch+json',
    );
  }

  async delete(type: GroupVersionResource, key: ObjectKey): Promise<void> {
    read(await this.#client.send('DELETE', pathOf(type, key)));
  }

  /** A token of a service account, when it may do what the rules say. */
  async tokenOf(
    account: { namespace: string; name: string },
    rules: AccessRule[],
  ): Promise<string> {
    return await tokenOfAccount(this.#client, account, rules);
  }

  close(): void {
    this.#client.close();
  }

  async #patch(path: string, body: object, contentType: string) {
    return read(
      await this.#client.send('PATCH', path, {
        body,
        headers: { 'Content-Type': contentType },
      }),
    );
  }
}

function pathOf(
  { group, version, resource }: GroupVersionResource,
  { namespace, name }: Partial<ObjectKey>,
): string {
  const parts = [
    ...(group ? ['apis', group] : ['api']),
    version,
    ...(namespace ? ['namespaces', namespace] : []),
    resource,
    ...(name ? [name] : []),
  ];
  return `/${parts.map(encodeURIComponent).join('/')}`;
}

/** @throws StatusError when the answer is one */
function read(answer: HttpAnswer): any {
  if (answer.code < 300) {
    return answer.body;
  }
  let status: any = {};
  try {
    status = answer.body;
  } catch {
    // An error that is no Status, told as it is.
  }
  throw new StatusError(
    answer.code,
    status.reason ?? '',
    status.message ?? answer.text,
    status.details,
  );
}
