export { createToken } from './createToken';
export { startKubernetes } from './startKubernetes';
