import assert from 'node:assert/strict';
import { base64, core, eventually, secret, Stage, World } from '../world';
import { clusterStore, externalSecret, pushSecret } from './manifests';
import { OwnStores } from './OwnStores';

const group = '/apis/external-secrets.io';

/** A namespace with a store of its own for each case, and words for what cases do in them. */
export class Scene {
  /** Stores besides the first. */
  readonly stores: OwnStores;
  readonly #stage: Stage;

  private constructor(stage: Stage) {
    this.#stage = stage;
    this.stores = OwnStores.create(stage, this);
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

  /** Deletes what would keep External Secrets busy when the case is over; it goes on by itself from there. */
  async clearAway(): Promise<void> {
    const { api } = this.world;
    for (const kind of ['push', 'external'] as const) {
      await api.delete(this.path(kind, '').slice(0, -1));
    }
    const { body } = await api.get(this.path('store', '').slice(0, -1));
    for (const { metadata } of body.items) {
      if (metadata.name.endsWith(`-${this.namespace}`)) {
        await api.delete(this.path('store', metadata.name));
      }
    }
  }

  /** Path in the store that only this scene uses. */
  remoteKey(name: string): string {
    return `${this.namespace}/generic/${name}`;
  }

  /** Where External Secrets reads it, as its messages say. */
  dataUrl(name: string): string {
    return `${this.world.kv.address}/v1/secret/data/${this.remoteKey(name)}`;
  }

  async createStore(
    name: string,
    token: string,
    wanted: { spec?: object; mount?: string } = {},
  ): Promise<void> {
    const { namespace } = this;
    await this.create(
      core(namespace, 'secrets'),
      secret(`${name}-token`, { token }),
    );
    await this.create(
      this.path('store', '').slice(0, -1),
      clusterStore({ name, namespace, kv: this.world.kv, ...wanted }),
    );
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

  async createPush(
    name: string,
    keys: string[],
    spec: object = {},
  ): Promise<any> {
    return await this.create(
      this.path('push', '').slice(0, -1),
      pushSecret(name, this.store, {
        data: keys.map(key => this.entry(name, key)),
        ...spec,
      }),
    );
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
    const remoteRef = { key: this.remoteKey('db'), property: 'user' };
    return await this.create(
      this.path('external', '').slice(0, -1),
      externalSecret(name, this.store, {
        data: [{ secretKey: 'USER', remoteRef }],
        ...spec,
      }),
    );
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

  async versionOf(name: string): Promise<number | undefined> {
    return (await this.kv('GET', `metadata/${this.remoteKey(name)}`))
      ?.current_version;
  }

  /** When its entry in the store was made; absent where there is none. */
  async madeAt(name: string): Promise<string | undefined> {
    return (await this.kv('GET', `metadata/${this.remoteKey(name)}`))
      ?.created_time;
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
