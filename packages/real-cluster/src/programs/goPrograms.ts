import { GoProgram, ProgramName } from './types';

const kubernetesVersion = '1.35.4';
const strip = '-s -w';
/** Commit and date are fixed: the same sources make the same program, and a link is found in the build cache. */
const kubernetesFlags = [
  strip,
  ...['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap(
    path => [
      `-X ${path}.gitVersion=v${kubernetesVersion}`,
      `-X ${path}.gitMajor=1`,
      `-X ${path}.gitMinor=35`,
      `-X ${path}.gitTreeState=clean`,
      `-X ${path}.gitCommit=gomod`,
      `-X ${path}.buildDate=1970-01-01T00:00:00Z`,
    ],
  ),
].join(' ');

function kubernetes(name: ProgramName): GoProgram {
  return {
    name,
    version: kubernetesVersion,
    lock: 'kubernetes',
    package: `k8s.io/kubernetes/cmd/${name}`,
    ldflags: kubernetesFlags,
  };
}

const externalSecrets = 'github.com/external-secrets/external-secrets';

/** The versions here are those of the lock files, and part of the names in the cache. */
export const goPrograms: Partial<Record<ProgramName, GoProgram>> = {
  etcd: {
    name: 'etcd',
    version: '3.6.5',
    lock: 'kubernetes',
    package: 'go.etcd.io/etcd/server/v3',
    ldflags: kubernetesFlags,
  },
  'kube-apiserver': kubernetes('kube-apiserver'),
  'kube-controller-manager': kubernetes('kube-controller-manager'),
  kubectl: kubernetes('kubectl'),
  'external-secrets': {
    name: 'external-secrets',
    version: '0.20.4',
    lock: 'external-secrets',
    package: externalSecrets,
    ldflags: strip,
    keep: { module: externalSecrets, file: 'deploy/crds/bundle.yaml' },
  },
};
