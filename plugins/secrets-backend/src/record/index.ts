export * from './HeadPublisher';
export * from './RecordKeys';
export * from './SecretsRecord';
export * from './types';
export * from './verifyRecord';
