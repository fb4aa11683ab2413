/** How to reach an API server. */
export interface ClusterAccess {
  url: string;
  /** The certificate authority, PEM in base64. */
  caData: string;
  adminToken: string;
}

/** What a caller may do: with secrets, and with references (git secrets of the older kind count as such). */
export interface Role {
  secrets: boolean;
  references: boolean;
}

/** Options of `startOpenChoreo`. */
export interface OpenChoreoOptions {
  controlPlane: ClusterAccess;
  /** Clusters of planes by `spec.planeID`, or by name where a plane has none; the others have no agent. */
  planes: Record<string, ClusterAccess>;
  /** With authorization: roles by bearer token. Without it everybody may do everything. */
  roles?: Record<string, Role>;
}

/** A reference, as far as openchoreo-api reads it. */
export interface Reference {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  spec: {
    targetPlane?: TargetPlane;
    template: { type?: string; metadata?: object };
    data: DataSource[];
    refreshInterval?: string;
  };
}

export interface Metadata {
  name: string;
  namespace?: string;
  uid?: string;
  creationTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export interface TargetPlane {
  kind: string;
  name: string;
}

export interface DataSource {
  secretKey: string;
  remoteRef: { key: string; property?: string; version?: string };
}

/** One page, and where the next one begins. */
export interface Page<T> {
  items: T[];
  next?: string;
}

/** Where a page begins and how long it may be. */
export interface PageRequest {
  limit: number;
  cursor?: string;
}
