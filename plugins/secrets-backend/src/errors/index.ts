export * from './SecretsError';
export * from './fromStoreError';
export * from './secretNotFound';
