export { EditSecretDialog } from './EditSecretDialog';
export type { EditMode } from './editForm';
