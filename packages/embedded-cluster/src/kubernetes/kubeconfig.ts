import { stringify } from 'yaml';

/** One cluster as a kubeconfig names it. @public */
export interface KubeconfigContext {
  name: string;
  url: string;
  caData: string;
  token: string;
}

/** A kubeconfig with one context for each cluster; the first is current. @public */
export function writeKubeconfig(contexts: KubeconfigContext[]): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': contexts[0]?.name ?? '',
    clusters: contexts.map(({ name, url, caData }) => ({
      name,
      cluster: { server: url, 'certificate-authority-data': caData },
    })),
    users: contexts.map(({ name, token }) => ({ name, user: { token } })),
    contexts: contexts.map(({ name }) => ({
      name,
      context: { cluster: name, user: name, namespace: 'default' },
    })),
  });
}
