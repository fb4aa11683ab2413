export { ExternalSecretsController } from './ExternalSecretsController';
export { syncedResourceVersion } from './syncedResourceVersion';
export type { ExternalSecretsControllerOptions } from './types';
