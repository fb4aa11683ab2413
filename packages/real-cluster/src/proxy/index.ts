export { kubernetesProtocol } from './kubernetesProtocol';
export { kvProtocol } from './kvProtocol';
export { startProxy } from './startProxy';
export type { Proxy, ProxyTarget } from './types';
