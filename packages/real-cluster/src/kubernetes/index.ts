export { readAuditLog } from './auditLog';
export { createToken, tokenOfAccount } from './createToken';
export type { Definition } from './installDefinitions';
export { startKubernetes } from './startKubernetes';
export type { StartKubernetesOptions } from './startKubernetes';
