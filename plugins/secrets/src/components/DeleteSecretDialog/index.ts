export { DeleteSecretDialog } from './DeleteSecretDialog';
