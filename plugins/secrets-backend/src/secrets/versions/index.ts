export * from './VersionsService';
export * from './VersionWriters';
