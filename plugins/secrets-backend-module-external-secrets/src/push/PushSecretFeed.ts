import {
  KubernetesClient,
  ReflectorListener,
  RESOURCES,
  StoreListener,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';
import { PushSecret } from '../objects/types';
import { observePush } from './observePush';
import { storeNameOf } from './PushRecord';
import { StandingChange, StandingSecrets } from './StandingSecrets';

interface Subscriber {
  listener: StoreListener;
  storeName: string | undefined;
}

const feeds = new WeakMap<KubernetesClient, PushSecretFeed>();

/**
 * The push states on one cluster, watched once however many planes are on it. A listener that comes later is told
 * everything known before it hears of changes.
 */
export class PushSecretFeed {
  readonly #kubernetes: KubernetesClient;
  readonly #subscribers = new Set<Subscriber>();
  #standing = StandingSecrets.create();
  #reflection: Subscription | undefined;
  #listed = false;
  #reachability: Parameters<StoreListener['onReachable']> | undefined;

  private constructor(kubernetes: KubernetesClient) {
    this.#kubernetes = kubernetes;
  }

  /** The feed of a cluster. */
  static of(kubernetes: KubernetesClient): PushSecretFeed {
    let feed = feeds.get(kubernetes);
    if (!feed) {
      feed = new PushSecretFeed(kubernetes);
      feeds.set(kubernetes, feed);
    }
    return feed;
  }

  /** Tells everything known, then every change. The watch ends with its last listener. */
  subscribe(listener: StoreListener, storeName?: string): Subscription {
    const subscriber = { listener, storeName };
    this.#subscribers.add(subscriber);
    this.#catchUp(subscriber);
    this.#reflection ??= this.#kubernetes.reflect<PushSecret>(
      RESOURCES.pushSecret,
      this.#reflectorListener(),
    );
    return {
      close: () => {
        if (this.#subscribers.delete(subscriber) && !this.#subscribers.size) {
          this.#end();
        }
      },
    };
  }

  #reflectorListener(): ReflectorListener<PushSecret> {
    return {
      onListStart: () => this.#standing.beginList(),
      onUpsert: pushSecret => this.#tell(this.#standing.upsert(pushSecret)),
      onDelete: ref => this.#tell(this.#standing.remove(ref)),
      onListed: () => {
        for (const gone of this.#standing.endList()) {
          this.#tell(gone);
        }
        this.#listed = true;
        for (const { listener } of this.#subscribers) {
          listener.onListed();
        }
      },
      onReachable: (...reachability) => {
        this.#reachability = reachability;
        for (const { listener } of this.#subscribers) {
          listener.onReachable(...reachability);
        }
      },
    };
  }

  #catchUp(subscriber: Subscriber): void {
    for (const secret of this.#standing.all()) {
      const { namespace, name } = secret;
      tell(subscriber, { namespace, name, secret });
    }
    if (this.#reachability) {
      subscriber.listener.onReachable(...this.#reachability);
    }
    if (this.#listed) {
      subscriber.listener.onListed();
    }
  }

  #tell(change: StandingChange | undefined): void {
    if (change) {
      for (const subscriber of this.#subscribers) {
        tell(subscriber, change);
      }
    }
  }

  #end(): void {
    this.#reflection?.close();
    this.#reflection = undefined;
    this.#standing = StandingSecrets.create();
    this.#listed = false;
    this.#reachability = undefined;
  }
}

function tell({ listener, storeName }: Subscriber, change: StandingChange) {
  const { namespace, name, secret } = change;
  if (!secret) {
    listener.onDelete({ namespace, name });
    return;
  }
  const { record } = secret;
  listener.onUpsert({
    namespace,
    name,
    uid: record.uid,
    resourceVersion: record.resourceVersion,
    remoteKeys: record.remoteKeys,
    keys: record.keys,
    operationId: record.operationId,
    ...(!record.selectsStores && {
      stores: record.stores.map(({ store }) => storeNameOf(store)),
    }),
    ...(record.otherWriterAt && { otherWriterAt: record.otherWriterAt }),
    ...(record.keepsValue && { keepsValue: true }),
    ...(secret.source && { source: secret.source }),
    push: observePush(record, storeName),
  });
}
