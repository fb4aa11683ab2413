import type { AccessRule } from '@strongroom/embedded-cluster';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient } from '../http';

const rbac = '/apis/rbac.authorization.k8s.io/v1';
const accounts = '/api/v1/namespaces/default/serviceaccounts';
const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const lifetimeSeconds = 24 * 3600;
const effectiveMs = 30_000;

/** A rule as a role has it. */
type PolicyRule = Omit<AccessRule, 'namespaces'>;

/**
 * Makes a service account with roles for exactly these rules, and a token of it that may do so already.
 *
 * @param made - told the path of each object
 * @throws with the words of the API server
 */
export async function createToken(
  admin: HttpClient,
  rules: AccessRule[],
  made: (path: string) => void,
): Promise<string> {
  const name = `test-${randomUUID().slice(0, 8)}`;
  const create = async (path: string, body: object) => {
    await post(admin, path, { metadata: { name }, ...body });
    made(`${path}/${name}`);
  };
  await create(accounts, {});
  for (const [namespace, policyRules] of groupByNamespace(rules)) {
    const base = namespace ? `${rbac}/namespaces/${namespace}` : rbac;
    const prefix = namespace ? '' : 'cluster';
    await create(`${base}/${prefix}roles`, { rules: policyRules });
    await create(`${base}/${prefix}rolebindings`, {
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: namespace ? 'Role' : 'ClusterRole',
        name,
      },
      subjects: [{ kind: 'ServiceAccount', namespace: 'default', name }],
    });
  }
  return await tokenOfAccount(admin, { namespace: 'default', name }, rules);
}

/**
 * A token of a service account, when it may do what the rules say: the API server learns of new roles a moment later.
 * @throws with the words of the API server
 */
export async function tokenOfAccount(
  admin: HttpClient,
  account: { namespace: string; name: string },
  rules: AccessRule[],
): Promise<string> {
  const { namespace: home, name } = account;
  const made = await post(
    admin,
    `/api/v1/namespaces/${home}/serviceaccounts/${name}/token`,
    {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: lifetimeSeconds },
    },
  );
  const { token } = made.status;
  for (const [namespace, [rule]] of groupByNamespace(rules)) {
    await effective(admin, token, namespace, rule);
  }
  return token;
}

/** Rules by the namespace that they hold in, those for the whole cluster under the empty name. */
function groupByNamespace(rules: AccessRule[]): Map<string, PolicyRule[]> {
  const groups = new Map<string, PolicyRule[]>();
  for (const { namespaces, ...rule } of rules) {
    for (const namespace of namespaces ?? ['']) {
      groups.set(namespace, [...(groups.get(namespace) ?? []), rule]);
    }
  }
  return groups;
}

async function effective(
  admin: HttpClient,
  token: string,
  namespace: string,
  { verbs, apiGroups, resources, resourceNames }: PolicyRule,
): Promise<void> {
  const deadline = Date.now() + effectiveMs;
  const [resource, subresource] = resources[0].split('/');
  const resourceAttributes = {
    namespace,
    verb: verbs[0],
    group: apiGroups[0],
    resource,
    subresource,
    name: resourceNames?.[0],
  };
  const headers = { Authorization: `Bearer ${token}` };
  const body = { spec: { resourceAttributes } };
  for (;;) {
    const answer = await admin.send('POST', reviews, { headers, body });
    if (answer.code === 201 && answer.body.status.allowed) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`The new token is not known yet: ${answer.text}`);
    }
    await sleep(20);
  }
}

async function post(admin: HttpClient, path: string, body: object) {
  const answer = await admin.send('POST', path, { body });
  if (answer.code !== 201) {
    throw new Error(`${path} was refused (${answer.code}): ${answer.text}`);
  }
  return answer.body;
}
