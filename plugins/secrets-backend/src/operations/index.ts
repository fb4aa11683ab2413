export * from './Journal';
export * from './OperationRunner';
export * from './Recovery';
export * from './types';
