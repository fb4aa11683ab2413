/** How an entity comes to use a secret. */
export type UsageVia = 'env' | 'file' | 'annotation';

/** A secret that a catalog entity refers to; whether it is there, and may be seen, is for others to say. */
export interface ReferenceUse {
  reference: { namespace: string; name: string };
  /** Names of the keys that are used, sorted; empty where only the secret is named. */
  keys: string[];
  /** Without repetition, in the order env, file, annotation. */
  via: UsageVia[];
}

/** One entry of a workload that takes its value from a secret. */
export interface WorkloadUse {
  name: string;
  key?: string;
  via: Extract<UsageVia, 'env' | 'file'>;
}

/** What is kept of a `Workload`: whose it is and which secrets it names. */
export interface WorkloadRow {
  namespace: string;
  name: string;
  project?: string;
  component?: string;
  uses: WorkloadUse[];
}

/** Which workloads are meant: those of a component, or one by its name. */
export interface WorkloadQuery {
  namespace: string;
  project?: string;
  component?: string;
  workload?: string;
}
