export * from './readSecretsSettings';
