import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createAuthority, createSigningKeys } from '../certificates';

/** Users of a cluster that are there from the start, all in `system:masters`. */
export const users = [
  'admin',
  'controller-manager',
  'external-secrets',
] as const;
type User = (typeof users)[number];

/** Nobody is anybody without a token, but health may be asked for by all. */
const authentication = {
  apiVersion: 'apiserver.config.k8s.io/v1',
  kind: 'AuthenticationConfiguration',
  anonymous: {
    enabled: true,
    conditions: ['/livez', '/readyz', '/healthz'].map(path => ({ path })),
  },
};

/** Files that the programs of one cluster are started with. */
export interface ControlPlaneFiles {
  /** Of the API server, PEM. */
  authority: string;
  tokens: Record<User, string>;
  /** How the API server reaches etcd, PEM. */
  etcdClient: { ca: string; cert: string; key: string };
  /** Path of a file by its name. */
  path(name: string): string;
  write(name: string, content: string): string;
}

/** Makes keys, certificates and tokens of a cluster; etcd has an authority of its own, which the API server alone is known to. */
export async function writeControlPlaneFiles(
  folder: string,
): Promise<ControlPlaneFiles> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = (name: string) => join(folder, name);
  const write = (name: string, content: string) => {
    writeFileSync(path(name), content, { mode: 0o600 });
    return path(name);
  };
  const [cluster, storage] = await Promise.all([
    createAuthority('kubernetes'),
    createAuthority('etcd'),
  ]);
  const [server, etcd, etcdClient] = await Promise.all([
    cluster.issue({
      commonName: 'kube-apiserver',
      usages: ['server'],
      dnsNames: ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc'],
    }),
    storage.issue({ commonName: 'etcd', usages: ['server', 'client'] }),
    storage.issue({ commonName: 'kube-apiserver', usages: ['client'] }),
  ]);
  write('ca.crt', cluster.cert);
  write('etcd-ca.crt', storage.cert);
  for (const [name, issued] of Object.entries({
    server,
    etcd,
    'etcd-client': etcdClient,
  })) {
    write(`${name}.crt`, issued.cert);
    write(`${name}.key`, issued.key);
  }
  const signing = createSigningKeys();
  write('service-accounts.key', signing.privateKey);
  write('service-accounts.pub', signing.publicKey);
  write('authentication.yaml', stringify(authentication));
  const tokens = Object.fromEntries(
    users.map(user => [user, randomBytes(24).toString('base64url')]),
  ) as Record<User, string>;
  write(
    'tokens.csv',
    users
      .map(user => `${tokens[user]},${user},${user},system:masters\n`)
      .join(''),
  );
  return {
    authority: cluster.cert,
    tokens,
    etcdClient: { ca: storage.cert, ...etcdClient },
    path,
    write,
  };
}
