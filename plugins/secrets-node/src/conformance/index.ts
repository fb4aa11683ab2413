export * from './types';
export * from './storeDriverConformance';
export { CONFORMANCE_FINGERPRINTS } from './Candidate';
