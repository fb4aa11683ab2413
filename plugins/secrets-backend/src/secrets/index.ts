export * from './AdoptSecret';
export * from './activity';
export * from './attributesOf';
export * from './awaitEstate';
export * from './ChangesService';
export * from './CreateSecret';
export * from './DeleteSecret';
export * from './DeliveryService';
export * from './effects/CallerEffects';
export { type WantedChange } from './draft/prepareChange';
export { nameOf } from './draft/prepareDraft';
export * from './EntitySecrets';
export * from './ListPlanes';
export * from './operations/createPlanners';
export {
  recordSecret,
  type RecordedSecret,
} from './operations/recordOperation';
export * from './LinkSecret';
export * from './links';
export * from './ListVersions';
export * from './ReadSecrets';
export * from './RestoreSecret';
export * from './SecretsContext';
export * from './StuckOperations';
export * from './SyncSecret';
export * from './types';
export * from './UpdateSecret';
export * from './ValidateSecret';
export * from './versions';
export type { RowPermissions } from './views/toSummary';
