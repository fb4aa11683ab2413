export { GitSecretService } from './GitSecretService';
export type { GitSecretRequest } from './GitSecretService';
