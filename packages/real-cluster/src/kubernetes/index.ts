export { startKubernetes } from './startKubernetes';
