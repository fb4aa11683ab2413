import { obtainPrograms } from '../programs';

/** Gets every program, so that later starts take seconds. */
obtainPrograms([
  'bao',
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'external-secrets',
  'kubectl',
]).then(
  programs => {
    for (const { name, path } of Object.values(programs)) {
      console.log(`${name}: ${path}`);
    }
  },
  error => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
