export * from './types';
export * from './storeDriverConformance';
