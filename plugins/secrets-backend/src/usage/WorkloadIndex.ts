import {
  KubernetesClient,
  RESOURCES,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';
import { Reachability } from '../delivery/types';
import { WatchedKind } from '../references/controlPlaneProblems';
import { projectWorkload, Workload } from './projectWorkload';
import { WorkloadQuery, WorkloadRow } from './types';

/** The workloads of the control plane that name secrets, kept by watch. Empty where OpenChoreo is not installed. */
export class WorkloadIndex {
  readonly #byNamespace = new Map<string, Map<string, WorkloadRow>>();
  #reflector: Subscription | undefined;
  #listed = false;
  #reachability: Reachability | undefined;

  private constructor() {}

  /** Begins to follow the workloads at once. */
  static start(controlPlane: KubernetesClient): WorkloadIndex {
    const index = new WorkloadIndex();
    index.#follow(controlPlane);
    return index;
  }

  /** Whether all workloads have been read once; before, uses may be missing. */
  get listed(): boolean {
    return this.#listed;
  }

  /** All that name a secret. */
  *all(): Iterable<WorkloadRow> {
    for (const rows of this.#byNamespace.values()) {
      yield* rows.values();
    }
  }

  /** Workloads of a component, and the one of that name. */
  find(query: WorkloadQuery): WorkloadRow[] {
    const { namespace, project, component, workload } = query;
    const rows = this.#byNamespace.get(namespace)?.values() ?? [];
    return [...rows].filter(
      row =>
        row.name === workload ||
        (component !== undefined &&
          row.component === component &&
          (project === undefined || row.project === project)),
    );
  }

  watched(): WatchedKind[] {
    return [
      {
        what: 'the workloads',
        lack: 'secrets that components use may be missing on their pages',
        reachability: this.#reachability,
      },
    ];
  }

  close(): void {
    this.#reflector?.close();
  }

  #follow(controlPlane: KubernetesClient): void {
    let missing = new Map<string, { namespace: string; name: string }>();
    this.#reflector = controlPlane.reflect<Workload>(RESOURCES.workload, {
      onListStart: () => {
        missing = new Map();
        for (const rows of this.#byNamespace.values()) {
          for (const { namespace, name } of rows.values()) {
            missing.set(`${namespace}/${name}`, { namespace, name });
          }
        }
      },
      onUpsert: workload => {
        const row = projectWorkload(workload);
        missing.delete(`${row.namespace}/${row.name}`);
        this.#put(row);
      },
      onDelete: ({ namespace = '', name }) => this.#remove(namespace, name),
      onListed: () => {
        for (const { namespace, name } of missing.values()) {
          this.#remove(namespace, name);
        }
        missing.clear();
        this.#listed = true;
      },
      onReachable: (reachable, since, refused) => {
        this.#reachability = { reachable, since, refused };
      },
    });
  }

  #put(row: WorkloadRow): void {
    if (row.uses.length === 0) {
      this.#remove(row.namespace, row.name);
      return;
    }
    let rows = this.#byNamespace.get(row.namespace);
    if (!rows) {
      rows = new Map();
      this.#byNamespace.set(row.namespace, rows);
    }
    rows.set(row.name, row);
  }

  #remove(namespace: string, name: string): void {
    const rows = this.#byNamespace.get(namespace);
    rows?.delete(name);
    if (rows?.size === 0) {
      this.#byNamespace.delete(namespace);
    }
  }
}
