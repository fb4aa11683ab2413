export { AdoptSecretDialog } from './AdoptSecretDialog';
