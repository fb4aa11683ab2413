import assert from 'node:assert/strict';
import type { Stage } from '../world';
import type { Scene } from './Scene';

/** Further stores of the running case, each with a token of its own. */
export class OwnStores {
  readonly #stage: Stage;
  readonly #scene: Scene;

  private constructor(stage: Stage, scene: Scene) {
    this.#stage = stage;
    this.#scene = scene;
  }

  static create(stage: Stage, scene: Scene): OwnStores {
    return new OwnStores(stage, scene);
  }

  nameOf(name: string): string {
    return `${name}-${this.#stage.ns}`;
  }

  /** Spec of a PushSecret to one of them alone. */
  only(name: string): object {
    return {
      secretStoreRefs: [
        { kind: 'ClusterSecretStore', name: this.nameOf(name) },
      ],
    };
  }

  /** Makes one and waits until it is valid. */
  async create(
    name: string,
    policies: string[],
    wanted: { spec?: object; mount?: string } = {},
  ): Promise<{ token: string }> {
    const token = await this.#stage.world.kv.createToken(policies);
    const store = this.nameOf(name);
    await this.#scene.createStore(store, token, wanted);
    await this.#scene.storeSays(store, 'store validated');
    return { token };
  }

  async giveToken(name: string, token: string): Promise<void> {
    await this.#scene.setValue(`${this.nameOf(name)}-token`, { token });
  }

  /** Ends a token. */
  async revoke(token: string): Promise<void> {
    const { code } = await this.#stage.kv.call('POST', 'auth/token/revoke', {
      token,
    });
    assert.equal(code, 204);
  }

  /** Makes a KV v2 mount. */
  async mount(name: string): Promise<string> {
    const path = this.nameOf(name);
    const { code } = await this.#stage.kv.call('POST', `sys/mounts/${path}`, {
      type: 'kv',
      options: { version: '2' },
    });
    assert.equal(code, 204);
    return path;
  }

  /** What another mount holds at a path of the scene. */
  async valueIn(mount: string, name: string): Promise<any> {
    const { body } = await this.#stage.kv.call(
      'GET',
      `${mount}/data/${this.#scene.remoteKey(name)}`,
    );
    return body.data?.data;
  }
}
