export * from './explainCertificate';
export * from './StoreError';
export * from './changedValues';
export * from './types';
export * from './linkTypes';
export * from './storeDriversExtensionPoint';
