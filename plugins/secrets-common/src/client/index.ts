export * from './SecretsApi';
export * from './SecretsApiError';
export * from './SecretsClient';
