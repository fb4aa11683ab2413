import { KubernetesObject, WatchEvent } from '../storage';
import { LabelSelector, matchesSelector } from './labelSelector';
import { keyOf, StoreKind } from './types';

interface Reference {
  kind?: StoreKind;
  name?: string;
  labelSelector?: LabelSelector;
}

interface Summary {
  namespace: string;
  deletes: boolean;
  references: Reference[];
  pushedTo: string[];
}

/** Remembers of every PushSecret which stores it needs. @internal */
export class PushSecretIndex {
  readonly #summaries = new Map<string, Summary>();

  private constructor() {}

  static create(): PushSecretIndex {
    return new PushSecretIndex();
  }

  follow({ type, object }: WatchEvent): void {
    if (type === 'DELETED') {
      this.#summaries.delete(keyOf(object));
      return;
    }
    this.#summaries.set(keyOf(object), {
      namespace: object.metadata.namespace ?? '',
      deletes: object.spec?.deletionPolicy === 'Delete',
      references: object.spec?.secretStoreRefs ?? [],
      pushedTo: Object.keys(object.status?.syncedPushSecrets ?? {}),
    });
  }

  /** Whether any PushSecret would delete values through a store. */
  deletesThrough(kind: StoreKind, store: KubernetesObject): boolean {
    for (const summary of this.#summaries.values()) {
      if (summary.deletes && needs(summary, kind, store)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a PushSecret names a store or has pushed to it. */
  needs(pushSecret: string, kind: StoreKind, store: KubernetesObject): boolean {
    const summary = this.#summaries.get(pushSecret);
    return summary !== undefined && needs(summary, kind, store);
  }
}

function needs(
  summary: Summary,
  kind: StoreKind,
  { metadata }: KubernetesObject,
): boolean {
  if (kind === 'SecretStore' && metadata.namespace !== summary.namespace) {
    return false;
  }
  return (
    summary.pushedTo.includes(`${kind}/${metadata.name}`) ||
    summary.references.some(
      reference =>
        (reference.kind ?? 'SecretStore') === kind &&
        (reference.name === metadata.name ||
          (reference.labelSelector &&
            matchesSelector(reference.labelSelector, metadata.labels))),
    )
  );
}
