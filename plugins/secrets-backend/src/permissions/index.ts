export * from './conditions';
export * from './DefaultAccessResolver';
export * from './registerSecretPermissions';
export * from './requirePermissions';
export * from './rules';
export * from './secretResourceRef';
export * from './types';
