export * from './AuthorizedSecrets';
