import { auditFlags } from './auditLog';
import { ControlPlaneFiles } from './controlPlaneFiles';

/** Ports of one cluster. */
export interface ControlPlanePorts {
  etcd: number;
  peer: number;
  api: number;
}

const gibibyte = 1024 ** 3;

/** Data is thrown away with the process, so nothing waits for the disk. */
export function etcdFlags(
  files: ControlPlaneFiles,
  ports: ControlPlanePorts,
): string[] {
  const client = `https://127.0.0.1:${ports.etcd}`;
  const peer = `https://127.0.0.1:${ports.peer}`;
  return [
    `--data-dir=${files.path('etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    ...['', 'peer-'].flatMap(side => [
      `--${side}cert-file=${files.path('etcd.crt')}`,
      `--${side}key-file=${files.path('etcd.key')}`,
      `--${side}trusted-ca-file=${files.path('etcd-ca.crt')}`,
      `--${side}client-cert-auth=true`,
    ]),
    '--unsafe-no-fsync',
    `--quota-backend-bytes=${6 * gibibyte}`,
    '--log-level=warn',
  ];
}

export function apiServerFlags(
  files: ControlPlaneFiles,
  ports: ControlPlanePorts,
): string[] {
  return [
    `--etcd-servers=https://127.0.0.1:${ports.etcd}`,
    `--etcd-cafile=${files.path('etcd-ca.crt')}`,
    `--etcd-certfile=${files.path('etcd-client.crt')}`,
    `--etcd-keyfile=${files.path('etcd-client.key')}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--secure-port=${ports.api}`,
    `--tls-cert-file=${files.path('server.crt')}`,
    `--tls-private-key-file=${files.path('server.key')}`,
    `--authentication-config=${files.path('authentication.yaml')}`,
    `--token-auth-file=${files.path('tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${files.path('service-accounts.pub')}`,
    `--service-account-signing-key-file=${files.path('service-accounts.key')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--allow-privileged=true',
    '--profiling=false',
    ...auditFlags(files),
  ];
}

/** Only what tests need: nothing here runs workloads. */
const controllers = [
  'garbage-collector-controller',
  'namespace-controller',
  'serviceaccount-controller',
  'root-ca-certificate-publisher-controller',
  'clusterrole-aggregation-controller',
];

export function controllerManagerFlags(
  files: ControlPlaneFiles,
  kubeconfig: string,
): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--secure-port=0',
    `--controllers=${controllers.join(',')}`,
    `--root-ca-file=${files.path('ca.crt')}`,
    '--kube-api-qps=200',
    '--kube-api-burst=400',
  ];
}
