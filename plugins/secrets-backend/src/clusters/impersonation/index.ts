export { callersRoute } from './callersRoute';
export { clusterIdentityOf } from './clusterIdentityOf';
export { ImpersonatingConnection } from './ImpersonatingConnection';
export { readImpersonation } from './readImpersonation';
export * from './types';
