export { secretsApiRef } from './secretsApiRef';
