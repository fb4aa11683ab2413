export * from './ActivityService';
export * from './ListActivity';
export * from './recordedAttributes';
