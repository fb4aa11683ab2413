import { Clock } from '../clock';
import { KubernetesObject, StatusError } from '../storage';
import { ResourceStore } from '../storage/ResourceStore';
import { kubernetesTime } from './conditions';
import { fieldManager, resources } from './types';

/** How many kinds of event are remembered, so that repetitions count up. */
const remembered = 4096;
const longestMessage = 1024;

/**
 * Writes Kubernetes Events; the same one again counts up.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 * @internal
 */
export class EventRecorder {
  readonly #store: ResourceStore;
  readonly #clock: Clock;
  readonly #component: string;
  readonly #known = new Map<string, { name: string; count: number }>();
  #serial = 0;

  private constructor(store: ResourceStore, clock: Clock, component: string) {
    this.#store = store;
    this.#clock = clock;
    this.#component = component;
  }

  static create(
    store: ResourceStore,
    clock: Clock,
    component: string,
  ): EventRecorder {
    return new EventRecorder(store, clock, component);
  }

  /** A failure to write an event is no failure of what it tells. */
  record(
    object: KubernetesObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    try {
      this.#write(object, type, reason, message.slice(0, longestMessage));
    } catch (error) {
      if (!(error instanceof StatusError)) {
        throw error;
      }
    }
  }

  #write(
    object: KubernetesObject,
    type: string,
    reason: string,
    message: string,
  ): void {
    const { name = '', uid } = object.metadata;
    const namespace = object.metadata.namespace ?? 'default';
    const identity = [uid, type, reason, message].join('\n');
    const lastTimestamp = kubernetesTime(this.#clock.now());
    const known = this.#known.get(identity);
    if (
      known &&
      this.#store.find(resources.events, { namespace, name: known.name })
    ) {
      known.count += 1;
      this.#store.mergePatch(
        resources.events,
        { namespace, name: known.name },
        { count: known.count, lastTimestamp },
        { fieldManager },
      );
      return;
    }
    this.#serial += 1;
    const stamp = this.#clock.now().getTime().toString(16);
    const eventName = `${name}.${stamp}${this.#serial.toString(16)}`;
    this.#store.create(
      resources.events,
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: eventName, namespace },
        involvedObject: {
          apiVersion: object.apiVersion,
          kind: object.kind,
          name,
          namespace: object.metadata.namespace,
          uid,
          resourceVersion: object.metadata.resourceVersion,
        },
        type,
        reason,
        message,
        source: { component: this.#component },
        reportingComponent: this.#component,
        reportingInstance: '',
        count: 1,
        firstTimestamp: lastTimestamp,
        lastTimestamp,
      },
      { fieldManager },
    );
    this.#remember(identity, eventName);
  }

  #remember(identity: string, name: string): void {
    this.#known.set(identity, { name, count: 1 });
    if (this.#known.size > remembered) {
      const [oldest] = this.#known.keys();
      this.#known.delete(oldest);
    }
  }
}
