import { KubernetesObject } from '../storage';
import { StoreClients } from './StoreClients';
import { SecretBytes, StoreKind, StoreRef } from './types';
import { VaultError } from './vault/VaultError';
import { RemoteEntry, SecretsProvider } from './vault/SecretsProvider';

/** An entry of `spec.data`, kept in the status as it was pushed. @internal */
export interface PushedEntry {
  conversionStrategy?: string;
  match: {
    secretKey?: string;
    remoteRef: { remoteKey: string; property?: string };
  };
  metadata?: unknown;
}

/** By `Kind/name` of the store and by remote key and property. @internal */
export type PushedMap = Record<string, Record<string, PushedEntry>>;

/** Writes and removes the entries of a PushSecret. @internal */
export class PushTarget {
  readonly #clients: StoreClients;

  private constructor(clients: StoreClients) {
    this.#clients = clients;
  }

  static create(clients: StoreClients): PushTarget {
    return new PushTarget(clients);
  }

  /**
   * Pushes one entry after the other, one write each.
   *
   * @param pushed - filled with what has been written, so that it is right also after a failure
   */
  async push(
    push: KubernetesObject,
    data: SecretBytes,
    stores: StoreRef[],
    pushed: PushedMap,
  ): Promise<void> {
    const entries: PushedEntry[] = push.spec.data ?? [];
    for (const store of stores) {
      const done: Record<string, PushedEntry> = {};
      pushed[`${store.kind}/${store.name}`] = done;
      const provider = this.#open(push, store);
      for (const entry of entries) {
        const secretKey = entry.match.secretKey ?? '';
        const converted = convertKeys(data, entry.conversionStrategy);
        if (secretKey !== '' && !converted.has(secretKey)) {
          throw new VaultError(`secret key ${secretKey} does not exist`);
        }
        const keepsExisting = push.spec.updatePolicy === 'IfNotExists';
        if (!keepsExisting || !(await exists(provider, entry))) {
          try {
            await provider.push(converted, secretKey, remoteOf(entry));
          } catch (error) {
            throw new VaultError(
              `could not write remote ref ${secretKey} to target secretstore ${
                store.name
              }: ${textOf(error)}`,
            );
          }
        }
        done[statusKey(entry)] = {
          conversionStrategy: 'None',
          ...structuredClone(entry),
        };
      }
    }
  }

  /**
   * Removes from the stores what was pushed earlier and is wanted no more.
   *
   * @param left - loses what has been removed
   */
  async prune(
    push: KubernetesObject,
    earlier: PushedMap = {},
    wanted: PushedMap,
    left: PushedMap,
  ): Promise<void> {
    for (const [storeKey, entries] of Object.entries(earlier)) {
      const [kind, name] = storeKey.split('/');
      const provider = this.#open(push, { kind: kind as StoreKind, name });
      const kept = wanted[storeKey];
      for (const [key, entry] of Object.entries(entries)) {
        if (!kept || !Object.hasOwn(kept, key)) {
          await provider.delete(remoteOf(entry));
          if (kept) {
            delete left[storeKey][key];
          }
        }
      }
      if (!kept) {
        delete left[storeKey];
      }
    }
  }

  #open(push: KubernetesObject, store: StoreRef): SecretsProvider {
    try {
      return this.#clients.open(store, push.metadata.namespace ?? '');
    } catch (error) {
      throw new VaultError(
        `could not get secrets client for store ${store.name}: ${textOf(
          error,
        )}`,
      );
    }
  }
}

async function exists(
  provider: SecretsProvider,
  entry: PushedEntry,
): Promise<boolean> {
  try {
    return await provider.exists(remoteOf(entry));
  } catch (error) {
    throw new VaultError(
      `could not verify if secret exists in store: ${textOf(error)}`,
    );
  }
}

function remoteOf({ match }: PushedEntry): RemoteEntry {
  const { remoteKey, property } = match.remoteRef;
  return { remoteKey, property: property || undefined };
}

function statusKey(entry: PushedEntry): string {
  const { remoteKey, property } = remoteOf(entry);
  return property ? `${remoteKey}/${property}` : remoteKey;
}

/** `ReverseUnicode` turns `_U0023_` in a key into the character it stands for. */
function convertKeys(
  data: SecretBytes,
  strategy: string | undefined,
): SecretBytes {
  if (strategy !== 'ReverseUnicode') {
    return data;
  }
  return new Map(
    [...data].map(([key, value]) => [
      key.replace(/_U([0-9a-fA-F]{4,5})_/g, (_match, hex) =>
        String.fromCodePoint(Number.parseInt(hex, 16)),
      ),
      value,
    ]),
  );
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
