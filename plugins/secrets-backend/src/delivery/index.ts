export * from './describeDelivery';
export * from './types';
