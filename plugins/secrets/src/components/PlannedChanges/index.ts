export { PlannedChanges } from './PlannedChanges';
