export * from './explainCertificate';
export * from './StoreError';
export * from './types';
export * from './storeDriversExtensionPoint';
