export * from './SecretsError';
export * from './fromStoreError';
