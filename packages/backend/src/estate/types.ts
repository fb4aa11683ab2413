/** What a value is made of when the estate is made: a fixed text, or something random of a kind. */
export type ValueRecipe =
  | { text: string }
  | 'password'
  | 'token'
  | 'hex'
  | 'uuid';

/** What a secret holds, by its type. */
export type EstateContent =
  | { type: 'Opaque'; values: Record<string, ValueRecipe> }
  | { type: 'kubernetes.io/basic-auth'; username: string }
  | { type: 'kubernetes.io/ssh-auth' }
  | {
      type: 'kubernetes.io/dockerconfigjson';
      server: string;
      username: string;
    }
  | {
      type: 'kubernetes.io/tls';
      hosts: string[];
      /** Days from now until the certificate expires. */
      validDays: number;
    };

/** Who made a secret, which decides the objects that are there and what they carry. */
export type EstateMaker =
  /** This portal. */
  | 'portal'
  /** OpenChoreo's Secret API, which `occ` uses. */
  | 'openchoreo-api'
  /** OpenChoreo's older API for git credentials, read only here. */
  | 'older-git-api'
  /** Argo CD: a reference from Git, its value put into the store beforehand. */
  | 'gitops'
  /** A person with kubectl, the value put into the store beforehand. */
  | 'hand';

/** What is wrong with a secret, or not done yet; without any, all of it is there. */
export type EstateFlaw =
  /** The plane's Secret was deleted. */
  | 'source-missing'
  /** The reference is there and nothing that pushes its value. */
  | 'never-pushed'
  /** The reference was removed; its value, and what pushes it, are left over. */
  | 'no-reference'
  /** The reference points to a path where nothing is. */
  | 'value-missing'
  /** The PushSecret selects stores by a label that none has. */
  | 'no-matching-store'
  /** Its PushSecret names the store that its plane had before. */
  | 'store-before'
  /** OpenChoreo dropped its last key, which stays in the plane's Secret. */
  | 'key-dropped'
  /** OpenChoreo wrote to the plane at the moment it was made. */
  | 'two-writers';

/** Name of a plane of the estate, as `data/planes.ts` has them. */
export type EstatePlaneName =
  | 'default'
  | 'builds'
  | 'direct'
  | 'europe'
  | 'payments-eu'
  | 'toolchain'
  | 'warehouse'
  | 'stores-edge';

/** A plane and the cluster it is in. */
export interface EstatePlane {
  kind:
    | 'DataPlane'
    | 'ClusterDataPlane'
    | 'WorkflowPlane'
    | 'ClusterWorkflowPlane';
  name: string;
  /** For the kinds that have one. */
  namespace?: string;
  /** Name of a cluster of the configuration. */
  cluster: 'control-plane' | 'plane-2' | 'edge';
  /** Name of the ClusterSecretStore there; absent: the plane names none. */
  store?: string;
  /** The portal writes into the KV store itself, and External Secrets only reads there. */
  direct?: boolean;
}

/** Something in a plane that reads a secret. */
export interface EstateConsumer {
  project: string;
  component: string;
  environment: string;
  /** Environment variable by key; absent: all keys under their own names. */
  variables?: Record<string, string>;
  /** A key that it asks for although the secret has none of that name. */
  missingKey?: string;
  /** Pods that take its variables from what it writes. */
  pods?: EstatePod[];
}

/** A pod of a consumer's component. */
export interface EstatePod {
  /** Of the ReplicaSet that made it, as names of pods have it. */
  hash: string;
  /** Days ago that its container started; absent: right after the present value came. */
  started?: number;
}

/** One secret of the estate. */
export type EstateSecret = EstateContent & {
  name: string;
  plane: EstatePlaneName;
  maker: EstateMaker;
  /** Days ago; fractions are hours. */
  created: number;
  /** Days ago. */
  updated?: number;
  /** Demo user or service that made it, as an entity ref. */
  createdBy?: string;
  updatedBy?: string;
  category?: 'git-credentials';
  /** What it held before, the oldest first, on a plane whose store keeps versions. */
  before?: Record<string, ValueRecipe>[];
  description?: string;
  owner?: string;
  labels?: Record<string, string>;
  project?: string;
  component?: string;
  flaw?: EstateFlaw;
  /** Path in the store, when it is another than its maker derives. */
  path?: string;
  /** Days ago that its deletion was asked for, which its store does not confirm. */
  deletionAsked?: number;
  consumers?: EstateConsumer[];
};

/** A tenant namespace with its secrets. */
export interface EstateNamespace {
  name: string;
  displayName: string;
  /** Entity ref of the group that owns it. */
  owner: string;
  secrets: EstateSecret[];
}

/** A workload of a component, with the secrets that it names. */
export interface EstateWorkload {
  namespace: string;
  project: string;
  component: string;
  image: string;
  env?: EstateKeyUse[];
  files?: EstateKeyUse[];
}

/** One entry of a workload: what it is called there, and which key of which secret it is. */
export interface EstateKeyUse {
  as: string;
  secret: string;
  key: string;
}
