/** Every program that a real cluster consists of, and kubectl. @public */
export type ProgramName =
  | 'etcd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kubectl'
  | 'external-secrets'
  | 'bao';

/** A program that can be started. @public */
export interface ObtainedProgram {
  name: ProgramName;
  /** Path of the executable file. */
  path: string;
  /** Of External Secrets: path of its custom resource definitions. */
  definitionsFile?: string;
}

/** Says in one line what is being done. @public */
export type Progress = (line: string) => void;

/** A program that is built from a Go module. */
export interface GoProgram {
  name: ProgramName;
  version: string;
  /** Folder with its go.mod and go.sum, below `programs/`. */
  lock: string;
  /** Package that is built. */
  package: string;
  ldflags: string;
  /** A file of the module that is kept beside the program. */
  keep?: { module: string; file: string };
}
