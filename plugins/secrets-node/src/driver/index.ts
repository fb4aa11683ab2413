export * from './StoreError';
export * from './types';
export * from './storeDriversExtensionPoint';
