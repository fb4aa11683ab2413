import { PlaneRef } from '@strongroom/backstage-plugin-secrets-common';
import {
  KubernetesClient,
  SecretStore,
  StoreDriver,
} from '@strongroom/backstage-plugin-secrets-node';
import { LabelSelector } from './config/LabelSelector';

/** A target plane with the connection to its store. */
export interface ConnectedPlane {
  ref: PlaneRef;
  /** Namespace of the control plane that a namespaced plane belongs to. */
  namespace?: string;
  /** Name of the plane's `ClusterSecretStore`. */
  storeName?: string;
  /** Further stores that new secrets are pushed to; the plane's own stays the authority. */
  alsoPushTo?: readonly string[];
  driverId: string;
  driver: StoreDriver;
  /** Most bytes that the values of one secret may have together. */
  maxBytes: number;
  /** Which namespaces of the plane have Secrets that a tenant may link. */
  linkSelector: LabelSelector;
  /** Absent when no cluster is configured for the plane. */
  kubernetes?: KubernetesClient;
  /** Absent when no cluster is configured for the plane or it names no store. */
  store?: SecretStore;
}

/** The planes of the installation, always as the control plane and the configuration say now. */
export interface PlaneDirectory {
  /** Planes usable in a namespace: its own and the cluster-scoped ones, by kind and name. */
  list(namespace: string): ConnectedPlane[];
  /** One plane as a namespace sees it. */
  find(namespace: string, ref: PlaneRef): ConnectedPlane | undefined;
  /** Every plane; calls back now for each and whenever one is added, changed or removed. */
  observe(listener: {
    onUpsert(plane: ConnectedPlane): void;
    onDelete(plane: ConnectedPlane): void;
  }): { close(): void };
}
