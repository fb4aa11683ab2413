export { LinkSecretDialog } from './LinkSecretDialog';
