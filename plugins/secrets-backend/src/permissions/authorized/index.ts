export * from './createSecretsServices';
