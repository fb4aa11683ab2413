export * from './types';
export * from './resources';
export * from './fieldManager';
export * from './programOf';
