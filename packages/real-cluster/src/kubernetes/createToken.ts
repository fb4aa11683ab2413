import type { AccessRule } from '@strongroom/embedded-cluster';
import { randomUUID } from 'node:crypto';
import { HttpClient } from '../http';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const accounts = '/api/v1/namespaces/default/serviceaccounts';
const lifetimeSeconds = 24 * 3600;

/**
 * Makes a service account with roles for exactly these rules, and a token of it.
 * @throws with the words of the API server
 */
export async function createToken(
  admin: HttpClient,
  rules: AccessRule[],
): Promise<string> {
  const name = `test-${randomUUID().slice(0, 8)}`;
  await post(admin, accounts, { metadata: { name } });
  for (const [index, { namespaces, ...rule }] of rules.entries()) {
    const role = `${name}-${index}`;
    const kind = namespaces ? 'Role' : 'ClusterRole';
    for (const namespace of namespaces ?? [undefined]) {
      const base = namespace ? `${rbac}/namespaces/${namespace}` : rbac;
      const prefix = namespace ? '' : 'cluster';
      await post(admin, `${base}/${prefix}roles`, {
        metadata: { name: role },
        rules: [rule],
      });
      await post(admin, `${base}/${prefix}rolebindings`, {
        metadata: { name: role },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role },
        subjects: [{ kind: 'ServiceAccount', namespace: 'default', name }],
      });
    }
  }
  const made = await post(admin, `${accounts}/${name}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: lifetimeSeconds },
  });
  return made.status.token;
}

async function post(admin: HttpClient, path: string, body: object) {
  const answer = await admin.send('POST', path, { body });
  if (answer.code !== 201) {
    throw new Error(`${path} was refused (${answer.code}): ${answer.text}`);
  }
  return answer.body;
}
