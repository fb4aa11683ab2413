import {
  ObservedSecret,
  SecretStore,
  StoredSecretRef,
  StoreListener,
} from '../driver';
import { Subscription } from '../kubernetes';
import { eventually } from './runSteps';
import { StoreDriverHarness } from './types';

/** Listens to a store and keeps what it last said of each secret, and every state in order. */
export class ObservedStates implements StoreListener {
  readonly #secrets = new Map<string, ObservedSecret>();
  readonly #states = new Map<string, string[]>();
  #subscription: Subscription | undefined;
  #listed = false;
  #reachable = false;

  private constructor() {}

  static of(store: SecretStore): ObservedStates {
    const observed = new ObservedStates();
    observed.#subscription = store.observe(observed);
    return observed;
  }

  get listed(): boolean {
    return this.#listed;
  }

  get reachable(): boolean {
    return this.#reachable;
  }

  onUpsert(secret: ObservedSecret): void {
    const key = keyOf(secret);
    const states = this.#states.get(key) ?? [];
    this.#secrets.set(key, secret);
    this.#states.set(key, [...states, secret.push.state]);
  }

  onDelete(ref: { namespace: string; name: string }): void {
    this.#secrets.delete(keyOf(ref));
  }

  onReachable(reachable: boolean): void {
    this.#reachable = reachable;
  }

  onListed(): void {
    this.#listed = true;
  }

  /** What was said last. */
  get(ref: { namespace: string; name: string }): ObservedSecret | undefined {
    return this.#secrets.get(keyOf(ref));
  }

  /** Every state that was told, in order. */
  history(ref: { namespace: string; name: string }): string[] {
    return this.#states.get(keyOf(ref)) ?? [];
  }

  /** Waits for a state; `undefined` for its end. */
  async until(
    ref: { namespace: string; name: string },
    state: string | undefined,
  ): Promise<ObservedSecret | undefined> {
    await eventually(
      () => this.get(ref)?.push.state,
      seen => seen === state,
    );
    return this.get(ref);
  }

  close(): void {
    this.#subscription?.close();
  }
}

function keyOf(ref: { namespace: string; name: string }): string {
  return `${ref.namespace}/${ref.name}`;
}

/** Waits until the store has these values and the driver says so. */
export async function untilStored(
  { store, readValues }: StoreDriverHarness,
  ref: StoredSecretRef,
  values: Map<string, Buffer>,
): Promise<void> {
  const observed = ObservedStates.of(store);
  await observed.until(ref, 'Synced');
  await eventually(
    () => observed.get(ref)?.keys.join(),
    keys => keys === [...values.keys()].sort().join(),
  );
  await observed.until(ref, 'Synced');
  observed.close();
  expect(await readValues(ref.remoteKey)).toEqual(values);
}
