import { LoggerService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import {
  PlaneRef,
  StoreCapabilities,
} from '@strongroom/backstage-plugin-secrets-common';
import { KubernetesClient } from '../kubernetes';
import { Fingerprints } from '../values';
import { SecretStore } from './storeTypes';

/** A plane as a driver sees it. @public */
export interface PlaneConnection {
  ref: PlaneRef;
  /** Name of the `ClusterSecretStore` of the plane; absent when the plane names none. */
  storeName?: string;
  /** Further stores that new secrets go to; only for drivers with {@link StoreDriver.furtherStores}. */
  alsoPushTo?: readonly string[];
}

/** Options of {@link StoreDriver.connect}. @public */
export interface ConnectOptions {
  plane: PlaneConnection;
  kubernetes: KubernetesClient;
  logger: LoggerService;
  /** `driverConfig` of the plane. */
  config?: Config;
  /** Value of the `managed-by` label that we write and take for ours. */
  managedBy: string;
  /** Id of this installation, for marks of ownership in stores that several portals may share. */
  installationId?: string;
  /** Recognises values by {@link StoredSecretIntent.fingerprint}. */
  fingerprints?: Fingerprints;
  /** Template of the path when the configuration sets another than {@link StoreDriver.remoteKeyTemplate}. */
  remoteKeyTemplate?: string;
}

/** Writes values to a kind of store. @public */
export interface StoreDriver {
  readonly capabilities: StoreCapabilities;
  /** Template of the path in the store; `{namespace}`, `{segment}` and `{name}` are replaced. */
  readonly remoteKeyTemplate: string;
  /** Whether it can carry a value to further stores besides the plane's own. */
  readonly furtherStores?: boolean;
  /** Throws an InputError that names the key when the plane's `driverConfig` is wrong. */
  validateConfig(config: Config | undefined): void;
  /** Says why a namespace or name cannot be used with this driver; `undefined` when it can. */
  explainName?(ref: { namespace: string; name: string }): string | undefined;
  connect(options: ConnectOptions): SecretStore;
}
