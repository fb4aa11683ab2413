import assert from 'node:assert/strict';
import { base64, core, eventually, secret, Stage, World } from '../world';

const group = '/apis/external-secrets.io';

/** A namespace with a store of its own for each case, and words for what cases do in them. */
export class Scene {
  readonly #stage: Stage;

  private constructor(stage: Stage) {
    this.#stage = stage;
  }

  static on(stage: Stage): Scene {
    return new Scene(stage);
  }

  get world(): World {
    return this.#stage.world;
  }

  get namespace(): string {
    return this.#stage.ns;
  }

  /** Name of a ClusterSecretStore of the running case alone. */
  get store(): string {
    return `store-${this.namespace}`;
  }

  /** Makes the store and waits until it is valid. */
  async open(): Promise<void> {
    await this.createStore(this.store, this.world.kv.token);
    await this.storeSays(this.store, 'store validated');
  }

  /** Path in the store that only this scene uses. */
  remoteKey(name: string): string {
    return `${this.namespace}/generic/${name}`;
  }

  /** Where External Secrets reads it, as its messages say. */
  dataUrl(name: string): string {
    return `${this.world.kv.address}/v1/secret/data/${this.remoteKey(name)}`;
  }

  /** Name of a further store of the running case. */
  storeName(name: string): string {
    return `${name}-${this.namespace}`;
  }

  /** Spec of a PushSecret to a further store alone. */
  to(name: string): object {
    return {
      secretStoreRefs: [
        { kind: 'ClusterSecretStore', name: this.storeName(name) },
      ],
    };
  }

  /** Makes a further store with a token of its own and waits until it is valid. */
  async createOwnStore(
    name: string,
    policies: string[],
    spec: object = {},
    mount?: string,
  ): Promise<{ token: string }> {
    const token = await this.world.kv.createToken(policies);
    const store = this.storeName(name);
    await this.createStore(store, token, spec, mount);
    await this.storeSays(store, 'store validated');
    return { token };
  }

  /** Gives a further store another token. */
  async giveToken(name: string, token: string): Promise<void> {
    await this.setValue(`${this.storeName(name)}-token`, { token });
  }

  /** Ends a token of the store. */
  async revoke(token: string): Promise<void> {
    const { code } = await this.#stage.kv.call('POST', 'auth/token/revoke', {
      token,
    });
    assert.equal(code, 204);
  }

  /** Makes a KV v2 mount for the running case. */
  async mountFor(name: string): Promise<string> {
    const mount = `${name}-${this.namespace}`;
    const { code } = await this.#stage.kv.call('POST', `sys/mounts/${mount}`, {
      type: 'kv',
      options: { version: '2' },
    });
    assert.equal(code, 204);
    return mount;
  }

  async createStore(
    name: string,
    token: string,
    spec: object = {},
    mount: string = 'secret',
  ): Promise<void> {
    const { kv } = this.world;
    await this.create(
      core(this.namespace, 'secrets'),
      secret(`${name}-token`, { token }),
    );
    await this.create(`${group}/v1/clustersecretstores`, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ClusterSecretStore',
      metadata: { name },
      spec: {
        ...spec,
        provider: {
          vault: {
            server: kv.address,
            path: mount,
            version: 'v2',
            ...(kv.caData && { caBundle: kv.caData }),
            auth: {
              tokenSecretRef: {
                name: `${name}-token`,
                namespace: this.namespace,
                key: 'token',
              },
            },
          },
        },
      },
    });
  }

  path(kind: 'store' | 'push' | 'external' | 'secret', name: string): string {
    const space = `namespaces/${this.namespace}`;
    return {
      store: `${group}/v1/clustersecretstores/${name}`,
      push: `${group}/v1alpha1/${space}/pushsecrets/${name}`,
      external: `${group}/v1/${space}/externalsecrets/${name}`,
      secret: `${core(this.namespace, 'secrets')}/${name}`,
    }[kind];
  }

  async create(collection: string, object: object): Promise<any> {
    const { code, text, body } = await this.world.api.post(collection, object);
    if (code !== 201) {
      throw new Error(`${collection}: ${text}`);
    }
    return body;
  }

  async get(kind: Parameters<Scene['path']>[0], name: string): Promise<any> {
    const { code, body } = await this.world.api.get(this.path(kind, name));
    return code === 404 ? undefined : body;
  }

  async merge(
    kind: Parameters<Scene['path']>[0],
    name: string,
    patch: object,
  ): Promise<any> {
    const { code, text, body } = await this.world.api.merge(
      this.path(kind, name),
      patch,
    );
    if (code !== 200) {
      throw new Error(`${name}: ${text}`);
    }
    return body;
  }

  /** The condition `Ready`, or an empty one while there is none. */
  async readyOf(
    kind: Parameters<Scene['path']>[0],
    name: string,
  ): Promise<any> {
    const object = await this.get(kind, name);
    return (
      object?.status?.conditions?.find(({ type }: any) => type === 'Ready') ??
      {}
    );
  }

  /** Waits until the last check of a store ended with this message. */
  async storeSays(name: string, message: string): Promise<any> {
    return await eventually(async () => {
      const ready = await this.readyOf('store', name);
      assert.equal(ready.message, message);
      return ready;
    }, 40_000);
  }

  async createSource(
    name: string,
    values: Record<string, string>,
  ): Promise<void> {
    await this.create(core(this.namespace, 'secrets'), secret(name, values));
  }

  /** A PushSecret of the form that the driver makes. */
  async createPush(
    name: string,
    keys: string[],
    spec: object = {},
  ): Promise<any> {
    return await this.create(this.path('push', '').slice(0, -1), {
      apiVersion: 'external-secrets.io/v1alpha1',
      kind: 'PushSecret',
      metadata: { name },
      spec: {
        updatePolicy: 'Replace',
        deletionPolicy: 'Delete',
        secretStoreRefs: [{ kind: 'ClusterSecretStore', name: this.store }],
        selector: { secret: { name } },
        data: keys.map(key => this.entry(name, key)),
        ...spec,
      },
    });
  }

  entry(name: string, key: string) {
    return {
      match: {
        secretKey: key,
        remoteRef: { remoteKey: this.remoteKey(name), property: key },
      },
    };
  }

  async createExternal(name: string, spec: object = {}): Promise<any> {
    return await this.create(this.path('external', '').slice(0, -1), {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name },
      spec: {
        secretStoreRef: { kind: 'ClusterSecretStore', name: this.store },
        target: { name },
        data: [
          {
            secretKey: 'USER',
            remoteRef: { key: this.remoteKey('db'), property: 'user' },
          },
        ],
        ...spec,
      },
    });
  }

  /** Waits until an ExternalSecret has made its Secret with this value. */
  async external(name: string, value: string): Promise<any> {
    return await eventually(async () => {
      const target = await this.get('secret', name);
      assert.deepEqual(target?.data, { USER: base64(value) });
      const external = await this.get('external', name);
      assert.ok(external.status.syncedResourceVersion);
      return external;
    });
  }

  /** Changes an annotation of an ExternalSecret, which makes it refresh. */
  async refresh(name: string, value: string): Promise<any> {
    return await this.merge('external', name, {
      metadata: { annotations: { 'force-sync': value } },
    });
  }

  /** Bumps the annotation that makes External Secrets push again. */
  async trigger(name: string, value: string): Promise<any> {
    return await this.merge('push', name, {
      metadata: { annotations: { 'openchoreo.dev/sync-trigger': value } },
    });
  }

  async setValue(name: string, values: Record<string, string>): Promise<void> {
    await this.merge('secret', name, {
      data: Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, base64(value)]),
      ),
    });
  }

  /** Waits until it is no more; long enough for a retry after a failure. */
  async gone(kind: Parameters<Scene['path']>[0], name: string): Promise<void> {
    await eventually(async () => {
      assert.equal(await this.get(kind, name), undefined);
    }, 90_000);
  }

  /** Waits until it is pushed as it stands now. */
  async synced(name: string): Promise<any> {
    return await eventually(async () => {
      const push = await this.get('push', name);
      assert.equal((await this.readyOf('push', name)).reason, 'Synced');
      const { generation } = push.metadata;
      assert.equal(
        push.status.syncedResourceVersion.split('-')[0],
        String(generation),
      );
      return push;
    });
  }

  /** Waits until it failed with this message. */
  async failed(name: string, message: string): Promise<any> {
    return await eventually(async () => {
      const { lastTransitionTime, ...ready } = await this.readyOf('push', name);
      assert.deepEqual(ready, {
        type: 'Ready',
        status: 'False',
        reason: 'Errored',
        message,
      });
      assert.match(lastTransitionTime, /^\d{4}-.*:\d\dZ$/);
      return await this.get('push', name);
    }, 40_000);
  }

  /** Waits until it failed with a message like this. */
  async failedLike(name: string, message: RegExp): Promise<any> {
    return await eventually(async () => {
      const ready = await this.readyOf('push', name);
      assert.deepEqual([ready.status, ready.reason], ['False', 'Errored']);
      assert.match(ready.message, message);
      return await this.get('push', name);
    }, 40_000);
  }

  /** The data of an answer of the store. */
  async kv(method: string, path: string, body?: object): Promise<any> {
    const { text } = await this.#stage.kv.call(method, `secret/${path}`, body);
    return text ? JSON.parse(text).data : undefined;
  }

  async valueOf(name: string): Promise<any> {
    return (await this.kv('GET', `data/${this.remoteKey(name)}`))?.data;
  }

  /** What another mount holds at the path. */
  async valueIn(mount: string, name: string): Promise<any> {
    const { body } = await this.#stage.kv.call(
      'GET',
      `${mount}/data/${this.remoteKey(name)}`,
    );
    return body.data?.data;
  }

  async versionOf(name: string): Promise<number | undefined> {
    return (await this.kv('GET', `metadata/${this.remoteKey(name)}`))
      ?.current_version;
  }

  /** Type, reason and text of the events of an object; those of stores are in the namespace `default`. */
  async eventsOf(name: string): Promise<string[]> {
    const lists = await Promise.all(
      [this.namespace, 'default'].map(namespace =>
        this.world.api.get(core(namespace, 'events')),
      ),
    );
    return lists
      .flatMap(({ body }) => body.items)
      .filter(({ involvedObject }) => involvedObject.name === name)
      .map(({ type, reason, message }) => `${type} ${reason}: ${message}`);
  }
}
