import {
  isStoreError,
  KubernetesClient,
  RESOURCES,
} from '@strongroom/backstage-plugin-secrets-node';
import { SecretsRecord } from '../record';

const REUSE_MS = 2000;
const DEADLINE_MS = 5000;

/** Whether the record and the control plane answer; asked by anyone, so answers are reused for two seconds. */
export class HealthCheck {
  readonly #record: SecretsRecord;
  readonly #controlPlane: KubernetesClient;
  /** On the monotonic clock: one that is set back must not prolong an answer. */
  #last?: { at: number; healthy: Promise<boolean> };

  private constructor(options: HealthCheckOptions) {
    this.#record = options.record;
    this.#controlPlane = options.controlPlane;
  }

  static create(options: HealthCheckOptions): HealthCheck {
    return new HealthCheck(options);
  }

  async healthy(): Promise<boolean> {
    const now = performance.now();
    if (!this.#last || now - this.#last.at > REUSE_MS) {
      this.#last = { at: now, healthy: this.#check() };
    }
    return this.#last.healthy;
  }

  async #check(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>(resolve => {
      timer = setTimeout(() => resolve(false), DEADLINE_MS);
    });
    try {
      return await Promise.race([this.#ask(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #ask(): Promise<boolean> {
    try {
      await Promise.all([this.#record.heads(), this.#askControlPlane()]);
      return true;
    } catch {
      return false;
    }
  }

  async #askControlPlane(): Promise<void> {
    try {
      await this.#controlPlane.getMetadata(RESOURCES.namespace, {
        name: 'default',
      });
    } catch (error) {
      // refused is an answer too
      if (!isStoreError(error, 'Denied', 'RateLimited')) {
        throw error;
      }
    }
  }
}

/** @internal */
export interface HealthCheckOptions {
  record: SecretsRecord;
  controlPlane: KubernetesClient;
}
