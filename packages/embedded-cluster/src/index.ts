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
export {
  interfere,
  statusFault as kubernetesStatusFault,
} from './kubernetes/http/interfere';
export type { StatusFault } from './kubernetes/http/interfere';
export { parseRequest } from './kubernetes/http/parseRequest';
export type { HttpAnswer } from './kubernetes/http/types';
export { writeKubeconfig } from './kubernetes/kubeconfig';
export type { KubeconfigContext } from './kubernetes/kubeconfig';
export { describeKvRequest, kvStatusFault, startKvServer } from './kv';
export type { KvServer, KvTokenOptions, StartKvServerOptions } from './kv';
export { ExternalSecretsController } from './external-secrets';
export type { ExternalSecretsControllerOptions } from './external-secrets';
