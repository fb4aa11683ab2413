import { randomUUID } from 'node:crypto';
import { KvError } from './KvError';
import { JsonObject } from './types';

const version = '2.7.2';

/** Whether the store is open, and what it says about itself. @internal */
export class KvSeal {
  readonly unsealKey = randomUUID();
  readonly #clusterId = randomUUID();
  #sealed = false;

  private constructor() {}

  static create(): KvSeal {
    return new KvSeal();
  }

  get sealed(): boolean {
    return this.#sealed;
  }

  seal(): void {
    this.#sealed = true;
  }

  unseal(): void {
    this.#sealed = false;
  }

  /** @throws KvError 400 for a wrong key */
  unsealWith(key: unknown): void {
    if (key !== this.unsealKey) {
      throw new KvError(400, 'Unseal failed, invalid key');
    }
    this.unseal();
  }

  status(): JsonObject {
    return {
      type: 'shamir',
      initialized: true,
      sealed: this.#sealed,
      t: 1,
      n: 1,
      progress: 0,
      nonce: '',
      version,
      commit_date: '2026-10-26T20:32:27Z',
      migration: false,
      ...(this.#sealed ? {} : this.#cluster()),
      recovery_seal: false,
      storage_type: 'raft',
    };
  }

  health(now: Date): JsonObject {
    return {
      initialized: true,
      sealed: this.#sealed,
      standby: this.#sealed,
      replication_performance_mode: this.#sealed ? 'unknown' : 'primary',
      replication_dr_mode: this.#sealed ? 'unknown' : 'disabled',
      server_time_utc: Math.floor(now.getTime() / 1000),
      version,
      ...(this.#sealed ? {} : this.#cluster()),
    };
  }

  #cluster(): JsonObject {
    return {
      cluster_name: `vault-cluster-${this.#clusterId.slice(0, 8)}`,
      cluster_id: this.#clusterId,
    };
  }
}
