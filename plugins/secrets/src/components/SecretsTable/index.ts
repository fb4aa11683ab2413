export { SecretsTable } from './SecretsTable';
export { SecretsTableSkeleton } from './SecretsTableSkeleton';
