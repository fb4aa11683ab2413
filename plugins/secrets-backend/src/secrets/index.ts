export * from './AuthorizedSecrets';
export * from './SecretsContext';
export * from './types';
export { createPlan } from './operations/createPlan';
export { deletePlan } from './operations/deletePlan';
export { createPlanners } from './operations/createPlanners';
export { attributesOf } from './attributesOf';
