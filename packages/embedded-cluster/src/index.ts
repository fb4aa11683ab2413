/**
 * A Kubernetes API, an External Secrets controller and a KV v2 store in one
 * process, for development and tests.
 *
 * @packageDocumentation
 */
export * from './clock';
export * from './faults';
export * from './storage';
export type * from './types';
export type * from './kubernetes/types';
export { RequestLog } from './kubernetes/RequestLog';
export type { LoggedRequest, RequestFilter } from './kubernetes/RequestLog';
export {
  externalSecretsDefinitions,
  openChoreoDefinitions,
} from './definitions';
export { startEmbeddedCluster } from './startEmbeddedCluster';
export { writeKubeconfig } from './kubernetes/kubeconfig';
export type { KubeconfigContext } from './kubernetes/kubeconfig';
export { startKvServer } from './kv';
export type { KvServer, KvTokenOptions, StartKvServerOptions } from './kv';
export type {
  ExternalSecretsController,
  ExternalSecretsControllerOptions,
} from './external-secrets';
