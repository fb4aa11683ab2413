export * from './types';
export * from './resources';
