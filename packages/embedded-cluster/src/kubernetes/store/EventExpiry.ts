import { Clock, ClockTimer } from '../../clock';
import { KubernetesObject } from '../../storage/types';
import { ResourceType } from '../resources/ResourceType';
import { ObjectDeleter } from './ObjectDeleter';
import { ObjectReader } from './ObjectReader';

const lifetimeMs = 60 * 60 * 1000;
const checkIntervalMs = 10 * 60 * 1000;

/** @internal */
export interface EventExpiryOptions {
  clock: Clock;
  reader: ObjectReader;
  deleter: ObjectDeleter;
  eventType: ResourceType;
}

/** Takes Events away an hour after they last happened, as the real server does. @internal */
export class EventExpiry {
  readonly #options: EventExpiryOptions;
  #timer: ClockTimer | undefined;

  constructor(options: EventExpiryOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock } = this.#options;
    this.#timer = clock.setTimeout(() => {
      this.#expire();
      this.start();
    }, checkIntervalMs);
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #expire(): void {
    const { clock, reader, deleter, eventType } = this.#options;
    const oldest = clock.now().getTime() - lifetimeMs;
    for (const stored of reader.list(eventType, {}).items) {
      const event = stored.parse();
      if (lastSeen(event) < oldest) {
        const { namespace, name } = event.metadata;
        deleter.purge(eventType, namespace, name!);
      }
    }
  }
}

function lastSeen(event: KubernetesObject): number {
  return Date.parse(
    event.lastTimestamp ??
      event.series?.lastObservedTime ??
      event.eventTime ??
      event.metadata.creationTimestamp,
  );
}
