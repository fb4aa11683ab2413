export { writeKubeconfig } from './kubeconfig';
export { startKubernetes } from './startKubernetes';
