export * from './DefaultConsumerIndex';
export * from './DefaultDeliveryDirectory';
export * from './describeDelivery';
export * from './types';
