export { ApiClient } from './ApiClient';
export type { ApiAnswer, ApiCall } from './ApiClient';
export { namespace, reference, references, secret, secrets } from './objects';
