export * from './activity';
export * from './attributesOf';
export * from './awaitEstate';
export * from './CreateSecret';
export * from './DeleteSecret';
export * from './effects/CallerEffects';
export { nameOf } from './draft/prepareDraft';
export * from './EntitySecrets';
export * from './ListPlanes';
export * from './operations/createPlanners';
export {
  recordSecret,
  type RecordedSecret,
} from './operations/recordOperation';
export * from './ListVersions';
export * from './ReadSecrets';
export * from './SecretsContext';
export * from './types';
export * from './ValidateSecret';
export * from './versions';
export type { RowPermissions } from './views/toSummary';
