export { SecretService } from './SecretService';
export type { CreateRequest, UpdateRequest } from './SecretService';
