import { isDeepStrictEqual } from 'node:util';
import { KubernetesObject } from '../storage';
import { ResourceStore } from '../storage/ResourceStore';
import { EventRecorder } from './EventRecorder';
import { ownerHash } from './syncedResourceVersion';
import {
  buildTarget,
  managedLabel,
  ownerLabel,
  targetFieldManager,
  targetName,
} from './targetSecret';
import { resources, SecretBytes } from './types';

/** Makes, changes and removes the Secrets of ExternalSecrets. @internal */
export class TargetWriter {
  readonly #store: ResourceStore;
  readonly #events: EventRecorder;

  private constructor(store: ResourceStore, events: EventRecorder) {
    this.#store = store;
    this.#events = events;
  }

  static create(store: ResourceStore, events: EventRecorder): TargetWriter {
    return new TargetWriter(store, events);
  }

  find(external: KubernetesObject): KubernetesObject | undefined {
    return this.#store.find(resources.secrets, keyOfTarget(external));
  }

  /** Marks a Secret that was there before, so that changes to it are noticed. */
  adopt(external: KubernetesObject): void {
    this.#store.mergePatch(
      resources.secrets,
      keyOfTarget(external),
      { metadata: { labels: { [managedLabel]: 'true' } } },
      { fieldManager: targetFieldManager(external) },
    );
  }

  /** @throws TargetRefusedError, StatusError */
  write(
    external: KubernetesObject,
    existing: KubernetesObject | undefined,
    values: SecretBytes,
  ): void {
    const wanted = buildTarget(external, existing, values);
    const options = { fieldManager: targetFieldManager(external) };
    if (!existing) {
      this.#store.create(resources.secrets, wanted, options);
      this.#events.record(external, 'Normal', 'Created', 'secret created');
    } else if (!isDeepStrictEqual(comparable(existing), comparable(wanted))) {
      this.#store.update(resources.secrets, wanted, options);
      this.#events.record(external, 'Normal', 'Updated', 'secret updated');
    }
  }

  /** Nothing is left in the store, and the target shall go with it. */
  deleteWithSource(external: KubernetesObject): void {
    if (this.find(external)) {
      this.#store.delete(resources.secrets, keyOfTarget(external));
      const message = 'secret deleted due to DeletionPolicy=Delete';
      this.#events.record(external, 'Normal', 'Deleted', message);
    }
  }

  /** Secrets of this ExternalSecret under a name that it had before. */
  deleteOrphans(external: KubernetesObject): void {
    const { namespace = '', name = '' } = external.metadata;
    const { items } = this.#store.list(resources.secrets, {
      namespace,
      labelSelector: `${ownerLabel}=${ownerHash(namespace, name)}`,
    });
    for (const { metadata } of items) {
      if (metadata.name && metadata.name !== targetName(external)) {
        const key = { namespace, name: metadata.name };
        this.#store.delete(resources.secrets, key);
        const message = 'secret deleted because it was orphaned';
        this.#events.record(external, 'Normal', 'Deleted', message);
      }
    }
  }

  /** The ExternalSecret goes, and takes along what it controls when it says so. */
  release(external: KubernetesObject): void {
    const controls = this.find(external)?.metadata.ownerReferences?.some(
      owner => owner.controller && owner.uid === external.metadata.uid,
    );
    if (external.spec.target?.deletionPolicy === 'Delete' && controls) {
      this.#store.delete(resources.secrets, keyOfTarget(external));
    }
  }
}

function keyOfTarget(external: KubernetesObject) {
  return {
    namespace: external.metadata.namespace,
    name: targetName(external),
  };
}

/** A Secret without what only the server writes, absent and empty being equal. */
function comparable({ metadata, data, type, immutable }: KubernetesObject) {
  return {
    labels: { ...metadata.labels },
    annotations: { ...metadata.annotations },
    ownerReferences: [...(metadata.ownerReferences ?? [])],
    data: { ...data },
    type,
    immutable: immutable ?? false,
  };
}
