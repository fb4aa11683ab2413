export * from './SecretValue';
export * from './Fingerprints';
