export { NewSecretDialog } from './NewSecretDialog';
export { PlacementFields } from './PlacementFields';
export { CreateSecretDialog } from './CreateSecretDialog';
