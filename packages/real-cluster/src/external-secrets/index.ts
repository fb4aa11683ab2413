export { startExternalSecrets } from './startExternalSecrets';
