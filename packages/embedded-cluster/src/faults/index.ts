export { FaultLayer } from './FaultLayer';
export type { ApiRequest, Fault, FaultEffect, FaultMatch } from './types';
