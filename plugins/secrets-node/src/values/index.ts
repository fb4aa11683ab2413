export * from './SecretValue';
