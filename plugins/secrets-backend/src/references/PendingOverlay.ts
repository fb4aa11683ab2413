import { changeRow } from './changeReference';
import { isAtLeast } from './resourceVersions';
import { PendingChange, SecretRow } from './types';

/** A row as it stands once pending changes are taken into account. */
export interface OverlaidRow {
  row: SecretRow;
  running?: { kind: 'create' | 'delete'; startedAt?: Date; cause?: string };
}

/** What of an index decides whether it lags behind a change. */
export interface IndexProgress {
  hasSeen(resourceVersion: string): boolean;
}

/**
 * Lays what the journal knows over what the index shows, so that who wrote on one replica reads it on any: a create
 * shows, an undone one disappears, a changed one shows its change, a deleted one stays away.
 */
export class PendingOverlay {
  readonly #changes = new Map<string, PendingChange[]>();
  readonly #namespaces = new Set<string>();
  readonly #progress: IndexProgress;

  private constructor(pending: PendingChange[], progress: IndexProgress) {
    this.#progress = progress;
    for (const change of pending) {
      this.#namespaces.add(change.namespace);
      const key = keyOf(change.namespace, change.name);
      const changes = this.#changes.get(key);
      if (changes) {
        changes.push(change);
      } else {
        this.#changes.set(key, [change]);
      }
    }
  }

  static create(
    pending: PendingChange[] | undefined,
    progress: IndexProgress,
  ): PendingOverlay {
    return new PendingOverlay(pending ?? [], progress);
  }

  /** Whether anything is pending in a namespace. */
  concerns(namespace: string): boolean {
    return this.#namespaces.has(namespace);
  }

  /** Whether anything is pending for a name. */
  covers(namespace: string, name: string): boolean {
    return this.#changes.has(keyOf(namespace, name));
  }

  /** Names that something is pending for. */
  *names(): Iterable<{ namespace: string; name: string }> {
    for (const [{ namespace, name }] of this.#changes.values()) {
      yield { namespace, name };
    }
  }

  /** The row of a name after all that is pending for it, oldest first. */
  apply(
    namespace: string,
    name: string,
    indexed: SecretRow | undefined,
  ): OverlaidRow | undefined {
    let current: OverlaidRow | undefined = indexed && { row: indexed };
    for (const change of this.#changes.get(keyOf(namespace, name)) ?? []) {
      current = this.#applyChange(change, current);
    }
    return current;
  }

  #applyChange(
    change: PendingChange,
    current: OverlaidRow | undefined,
  ): OverlaidRow | undefined {
    switch (change.kind) {
      case 'create':
        return this.#applyCreate(change, current);
      case 'update':
        return this.#applyUpdate(change, current);
      default:
        return applyDelete(change, current);
    }
  }

  /** What runs may still be refused, so it shows once it is done. */
  #applyUpdate(
    { operationId, uid, outcome, change, resourceVersion }: PendingChange,
    current: OverlaidRow | undefined,
  ): OverlaidRow | undefined {
    const isBehind =
      outcome === 'done' &&
      resourceVersion !== undefined &&
      current?.row.uid === uid &&
      !isAtLeast(current?.row.resourceVersion, resourceVersion) &&
      !this.#progress.hasSeen(resourceVersion);
    return current && change && isBehind
      ? {
          ...current,
          row: {
            ...changeRow(current.row, { ...change, operationId }),
            resourceVersion: resourceVersion!,
          },
        }
      : current;
  }

  #applyCreate(
    change: PendingChange,
    current: OverlaidRow | undefined,
  ): OverlaidRow | undefined {
    const isItself =
      current !== undefined &&
      (current.row.operationId === change.operationId ||
        (change.uid !== undefined && current.row.uid === change.uid));
    switch (change.outcome) {
      case 'undone':
        return isItself ? undefined : current;
      case 'running':
        return current && !isItself
          ? current
          : show(current?.row ?? change.row, {
              kind: 'create',
              startedAt: change.startedAt,
            });
      default:
        return isItself || !change.row || this.#isPast(change.row, current)
          ? current
          : { row: change.row };
    }
  }

  /** Whether the index was past a create already, so that what it shows came later. */
  #isPast(created: SecretRow, current: OverlaidRow | undefined): boolean {
    return (
      this.#progress.hasSeen(created.resourceVersion) ||
      (current !== undefined && current.row.createdAt > created.createdAt)
    );
  }
}

function applyDelete(
  change: PendingChange,
  current: OverlaidRow | undefined,
): OverlaidRow | undefined {
  const isMeant =
    current !== undefined &&
    (change.uid === undefined || current.row.uid === change.uid);
  if (!isMeant || change.outcome === 'undone') {
    return current;
  }
  return change.outcome === 'done'
    ? undefined
    : show(current.row, {
        kind: 'delete',
        startedAt: change.startedAt,
        cause: change.cause,
      });
}

function show(
  row: SecretRow | undefined,
  running: OverlaidRow['running'],
): OverlaidRow | undefined {
  return row && { row, running };
}

function keyOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}
