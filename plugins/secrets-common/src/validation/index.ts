export * from './durations';
export * from './entityRefs';
export * from './keys';
export * from './labels';
export * from './names';
export * from './secretTypes';
