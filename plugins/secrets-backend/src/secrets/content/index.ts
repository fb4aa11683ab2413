export * from './checkContent';
export * from './checkSize';
export * from './types';
