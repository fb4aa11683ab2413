import { PartialProblem } from '@strongroom/backstage-plugin-secrets-common';
import { KubernetesClient } from '@strongroom/backstage-plugin-secrets-node';
import { DeliveryDirectory, DeliveryPath } from '../delivery/types';
import {
  ControlPlaneWatch,
  controlPlaneProblems,
} from './controlPlaneProblems';
import { decodeCursor, encodeCursor } from './cursor';
import { expiresWithin, filterMatcher } from './matchesFilters';
import { FirstInOrder } from './FirstInOrder';
import { OverlaidRow, PendingOverlay } from './PendingOverlay';
import { ReferenceEntry, ReferenceTable } from './ReferenceTable';
import { comparePositions, orderKey, Position } from './secretOrder';
import { searchText } from './searchText';
import {
  IndexReadOptions,
  NamespaceDirectory,
  ReferenceSettings,
  SecretCounts,
  SecretIndex,
  SecretQuery,
  SecretQueryResult,
  SecretRow,
} from './types';

const DEFAULT_LIMIT = 50;
const EXPIRING_DAYS = 30;

/** Options of {@link DefaultSecretIndex.create}. */
export interface DefaultSecretIndexOptions {
  /** Client of the control plane's cluster. */
  kubernetes: KubernetesClient;
  namespaces: NamespaceDirectory;
  deliveries: DeliveryDirectory;
  settings: ReferenceSettings;
  /** What else is followed on the control plane, to tell when it cannot be read. */
  watches?: ControlPlaneWatch[];
}

type Candidate = ReferenceEntry & OverlaidRow;
type Placed = Position & { candidate: Candidate };

/** The index over a watch of all references; namespaces and deliveries are joined when asked. */
export class DefaultSecretIndex implements SecretIndex {
  readonly #table: ReferenceTable;
  readonly #namespaces: NamespaceDirectory;
  readonly #deliveries: DeliveryDirectory;
  readonly #watches: ControlPlaneWatch[];

  private constructor({
    kubernetes,
    namespaces,
    deliveries,
    settings,
    watches = [],
  }: DefaultSecretIndexOptions) {
    this.#table = ReferenceTable.create(kubernetes, settings);
    this.#namespaces = namespaces;
    this.#deliveries = deliveries;
    this.#watches = watches;
  }

  /** Begins to watch. */
  static create(options: DefaultSecretIndexOptions): DefaultSecretIndex {
    return new DefaultSecretIndex(options);
  }

  get(
    namespace: string,
    name: string,
    { pending, now }: IndexReadOptions = {},
  ): { row: SecretRow; delivery: DeliveryPath } | undefined {
    if (!this.#namespaces.get(namespace)) {
      return undefined;
    }
    const found = PendingOverlay.create(pending, this.#table).apply(
      namespace,
      name,
      this.#table.get(namespace, name)?.row,
    );
    return (
      found && {
        row: found.row,
        delivery: this.#deliveries.path(found.row, {
          running: found.running,
          now,
        }),
      }
    );
  }

  isNamed(namespace: string, name: string): boolean {
    return this.#table.get(namespace, name) !== undefined;
  }

  rows(namespaces?: string[], { pending }: IndexReadOptions = {}): SecretRow[] {
    const rows: SecretRow[] = [];
    for (const { row } of this.#candidates(namespaces, pending)) {
      rows.push(row);
    }
    return rows;
  }

  query(query: SecretQuery): SecretQueryResult {
    const now = query.now ?? new Date();
    const after = decodeCursor(query);
    const { filters = {}, orderBy = 'name', order = 'asc' } = query;
    const limit = query.limit ?? DEFAULT_LIMIT;
    const matches = filterMatcher(filters, now);
    const first = FirstInOrder.create<Placed>(limit + 1, (left, right) =>
      comparePositions(left, right, order),
    );
    let totalItems = 0;
    for (const candidate of this.#candidates(query.namespaces, query.pending)) {
      const { row, running } = candidate;
      const state = () => this.#deliveries.state(row, { running, now });
      if (
        !matches(candidate) ||
        !query.visible(row) ||
        (filters.state !== undefined && state() !== filters.state)
      ) {
        continue;
      }
      totalItems += 1;
      const { namespace, name } = row;
      const key = orderKey(row, orderBy, state);
      const placed = { key, namespace, name, candidate };
      if (!after || comparePositions(placed, after, order) > 0) {
        first.add(placed);
      }
    }
    const found = first.items();
    const page = found.slice(0, limit);
    return {
      rows: page.map(({ candidate: { row, running } }) => ({
        row,
        delivery: this.#deliveries.view(row, { running, now }),
      })),
      totalItems,
      nextCursor:
        found.length > limit ? encodeCursor(page[limit - 1], query) : undefined,
    };
  }

  counts(
    namespace: string,
    visible: (row: SecretRow) => boolean,
    { pending, now = new Date() }: IndexReadOptions = {},
  ): SecretCounts {
    const counts = { total: 0, failed: 0, expiring: 0 };
    for (const { row, running } of this.#candidates([namespace], pending)) {
      if (visible(row)) {
        counts.total += 1;
        counts.failed += Number(
          this.#deliveries.state(row, { running, now }) === 'Failed',
        );
        counts.expiring += Number(expiresWithin(row, EXPIRING_DAYS, now));
      }
    }
    return counts;
  }

  delivery(
    row: SecretRow,
    {
      pending,
      push,
      secretChanges,
      now,
    }: Parameters<SecretIndex['delivery']>[1] = {},
  ): DeliveryPath {
    const found = PendingOverlay.create(pending, this.#table).apply(
      row.namespace,
      row.name,
      row,
    );
    return this.#deliveries.path(row, {
      running: found?.running,
      push,
      secretChanges,
      now,
    });
  }

  problems(now: Date = new Date()): PartialProblem[] {
    return [
      ...controlPlaneProblems([this.#table, ...this.#watches], now),
      ...this.#deliveries.problems(now),
    ];
  }

  async listed(): Promise<void> {
    await Promise.all([this.#namespaces.ready(), this.#table.ready()]);
  }

  async ready(): Promise<void> {
    await Promise.all([this.listed(), this.#deliveries.ready()]);
  }

  close(): void {
    this.#table.close();
  }

  *#candidates(
    wanted: string[] | undefined,
    pending: SecretQuery['pending'],
  ): Iterable<Candidate> {
    const overlay = PendingOverlay.create(pending, this.#table);
    const namespaces = new Set(
      (wanted ?? this.#namespaces.list().map(({ name }) => name)).filter(name =>
        this.#namespaces.get(name),
      ),
    );
    for (const namespace of namespaces) {
      const entries = this.#table.entries(namespace);
      if (!overlay.concerns(namespace)) {
        yield* entries;
        continue;
      }
      for (const entry of entries) {
        if (!overlay.covers(namespace, entry.row.name)) {
          yield entry;
        }
      }
    }
    for (const { namespace, name } of overlay.names()) {
      const indexed = this.#table.get(namespace, name)?.row;
      const found =
        namespaces.has(namespace) && overlay.apply(namespace, name, indexed);
      if (found) {
        yield { ...found, search: searchText(found.row) };
      }
    }
  }
}
