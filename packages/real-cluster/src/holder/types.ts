import type { RealKubernetes } from '../types';
import type { OpenBaoAccess } from '../openbao';

/** Names of the programs that a cluster consists of. */
export const CLUSTER_PROGRAMS = [
  'etcd',
  'apiServer',
  'controllerManager',
  'externalSecrets',
] as const;

/** A program of a cluster, by the name of its property. */
export type ClusterProgram = (typeof CLUSTER_PROGRAMS)[number];

/** What another process has to know of a program. */
export interface ProgramDescription {
  name: string;
  logFile: string;
}

/** What another process has to know of a held real cluster: addresses and credentials, kept in a file for its owner only. */
export interface HeldCluster {
  folder: string;
  /** Unix socket on which the holder is told what to do. */
  socket: string;
  clusters: (Pick<RealKubernetes, 'name' | 'url' | 'caData' | 'adminToken'> & {
    programs: Partial<Record<ClusterProgram, ProgramDescription>>;
  })[];
  kv?: OpenBaoAccess & { program: ProgramDescription };
}

/** What only the process that started the programs can do. */
export interface Order {
  /** Name of a cluster; absent: the KV store. */
  cluster?: string;
  /** Of a cluster; absent: the cluster as a whole, or the KV store. */
  program?: ClusterProgram;
  action:
    | 'start'
    | 'kill'
    | 'suspend'
    | 'resume'
    | 'ready'
    | 'mend'
    | 'compact';
}
