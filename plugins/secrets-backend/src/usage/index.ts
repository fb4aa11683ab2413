export * from './EntityUsage';
export * from './types';
export * from './WorkloadIndex';
