export { CreateSecretDialog } from './CreateSecretDialog';
