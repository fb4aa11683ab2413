import {
  KubernetesClient,
  KubernetesResource,
} from '@strongroom/backstage-plugin-secrets-node';
import {
  FaultSide,
  OutsideCalls,
} from '@strongroom/backstage-plugin-secrets-node/testUtils';
import { FaultEffect, FaultLayer } from '@strongroom/embedded-cluster';

/** The API server refuses, quoting the whole request; or does what it was asked for and never answers. */
const EFFECTS: Record<FaultSide, FaultEffect> = {
  before: { type: 'status', code: 503, echoBody: true },
  after: { type: 'cutAfter' },
};

const VERBS = {
  get: 'get',
  getMetadata: 'get',
  create: 'create',
  mergePatch: 'patch',
  delete: 'delete',
};

/** Counts the calls of a client and lets the API server break any one of them. */
export class BreakableClient implements OutsideCalls {
  readonly client: KubernetesClient;
  readonly #faults: FaultLayer;
  #count = 0;
  #armed: { call: number; side: FaultSide; reached: boolean } | undefined;

  private constructor(client: KubernetesClient, faults: FaultLayer) {
    this.#faults = faults;
    this.client = {
      cluster: client.cluster,
      get: this.#counted(VERBS.get, client.get.bind(client)),
      getMetadata: this.#counted(
        VERBS.getMetadata,
        client.getMetadata.bind(client),
      ),
      create: this.#counted(VERBS.create, client.create.bind(client)),
      mergePatch: this.#counted(
        VERBS.mergePatch,
        client.mergePatch.bind(client),
      ),
      delete: this.#counted(VERBS.delete, client.delete.bind(client)),
      listPage: client.listPage.bind(client),
      reflect: client.reflect.bind(client),
    } as KubernetesClient;
  }

  static create(client: KubernetesClient, faults: FaultLayer): BreakableClient {
    return new BreakableClient(client, faults);
  }

  get count(): number {
    return this.#count;
  }

  breakNext(index: number, side: FaultSide): () => boolean {
    const armed = { call: this.#count + index, side, reached: false };
    this.#armed = armed;
    return () => {
      this.#armed = undefined;
      return armed.reached;
    };
  }

  #counted<A extends unknown[], R>(
    verb: string,
    call: (resource: KubernetesResource, ...rest: A) => Promise<R>,
  ) {
    return async (resource: KubernetesResource, ...rest: A): Promise<R> => {
      const armed = this.#armed;
      const hit = armed?.call === this.#count;
      this.#count += 1;
      if (!armed || !hit) {
        return await call(resource, ...rest);
      }
      armed.reached = true;
      const disarm = this.#faults.add({
        match: { verb, resource: resource.plural, times: 1 },
        effect: EFFECTS[armed.side],
      });
      try {
        return await call(resource, ...rest);
      } finally {
        disarm();
      }
    };
  }
}
