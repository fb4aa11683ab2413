import { durationsAsGo } from '../references';
import { base64, filler, plane } from './cases/words';
import { World } from './World';

/** Of an object, who wrote it and what; uid, times and versions left out. */
export interface SeenObject {
  writers: string[];
  labels: Record<string, string>;
  annotations: string[];
  generation?: number;
  content: unknown;
}

/** What stands of a secret after a case; `undefined` where nothing does. */
export interface SeenSecret {
  reference?: SeenObject;
  secret?: SeenObject;
  pushSecret?: SeenObject;
}

const marked = { 'openchoreo.dev/managed-by': 'openchoreo-api' };
const trigger = 'openchoreo.dev/sync-trigger';
const applied = ['openchoreo-api:Apply'];

interface Expectation {
  namespace?: string;
  type?: string;
  data: Record<string, string>;
  /** Of reference and PushSecret; by default all, sorted. */
  keys?: string[];
  segment?: string;
  labels?: Record<string, string>;
  targetPlane?: { kind: string; name: string };
  refreshInterval?: string;
  generations?: { reference?: number; pushSecret?: number };
  secretWriters?: string[];
}

/** Reference, Secret and PushSecret as the Secret API leaves them. */
function made(name: string, wanted: Expectation): Required<SeenSecret> {
  const { namespace = 'acme', data, segment = 'generic' } = wanted;
  const keys = wanted.keys ?? Object.keys(data).sort();
  const type = wanted.type ?? 'Opaque';
  const remoteKey = `secret/${namespace}/${segment}/${name}`;
  return {
    reference: {
      writers: ['openchoreo-api:Update'],
      labels: { ...marked, ...wanted.labels },
      annotations: [],
      generation: wanted.generations?.reference ?? 1,
      content: {
        data: keys.map(key => ({
          secretKey: key,
          remoteRef: { key: remoteKey, property: key },
        })),
        refreshInterval: wanted.refreshInterval ?? '1h',
        targetPlane: wanted.targetPlane ?? plane,
        template: { type },
      },
    },
    secret: {
      writers: wanted.secretWriters ?? applied,
      labels: {},
      annotations: [],
      content: {
        type,
        data: Object.fromEntries(
          Object.entries(data).map(([key, value]) => [key, base64(value)]),
        ),
      },
    },
    pushSecret: {
      writers: applied,
      labels: {},
      annotations: [trigger],
      generation: wanted.generations?.pushSecret ?? 1,
      content: {
        data: keys.map(key => ({
          conversionStrategy: 'None',
          match: { secretKey: key, remoteRef: { remoteKey, property: key } },
        })),
        deletionPolicy: 'Delete',
        refreshInterval: '1h0m0s',
        secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'default' }],
        selector: { secret: { name } },
        updatePolicy: 'Replace',
      },
    },
  };
}

/** The same of the older kind of git credentials: other labels, no plane, left in the store. */
function madeAsGitSecret(
  name: string,
  kind: string,
  data: Record<string, string>,
): SeenSecret {
  const { reference, secret, pushSecret } = made(name, {
    data,
    keys: Object.keys(data),
    segment: 'git',
    type: `kubernetes.io/${kind}`,
  });
  const { targetPlane, ...spec } = reference.content as any;
  const owner = { 'openchoreo.dev/owner-namespace': 'acme' };
  return {
    reference: {
      ...reference,
      labels: {
        'kubernetes.io/secret-type': kind,
        'openchoreo.dev/secret-type': 'git-credentials',
        'openchoreo.dev/workflow-plane-kind': 'ClusterWorkflowPlane',
        'openchoreo.dev/workflow-plane-name': 'default',
      },
      content: spec,
    },
    secret: { ...secret, labels: owner },
    pushSecret: {
      ...pushSecret,
      labels: owner,
      annotations: [],
      content: { ...(pushSecret.content as object), deletionPolicy: 'None' },
    },
  };
}

/** Where to look, and what has to stand there. */
export interface ObjectCase {
  namespace: string;
  planeNamespace: string;
  name: string;
  seen: SeenSecret;
}

function inAcme(
  name: string,
  seen: SeenSecret,
  planeNamespace = 'openchoreo-kv-acme',
): ObjectCase {
  return { namespace: 'acme', planeNamespace, name, seen };
}

const teamLabels = {
  'openchoreo.dev/secret-type': 'generic',
  team: 'payments',
};

/** What stands after which case. */
export const objectsAfter: Record<string, ObjectCase> = {
  'plain/002-create-opaque': inAcme(
    'db-creds',
    made('db-creds', {
      data: { username: 'alice', password: 's3cr3t' },
      labels: teamLabels,
    }),
  ),
  'plain/003-create-basic-auth': inAcme(
    'git-basic',
    made('git-basic', {
      type: 'kubernetes.io/basic-auth',
      segment: 'basic-auth',
      data: { username: 'bob', password: 'ghp_x' },
      labels: { 'openchoreo.dev/secret-type': 'git-credentials' },
      targetPlane: { kind: 'ClusterWorkflowPlane', name: 'default' },
    }),
  ),
  'plain/005-create-ssh-auth': inAcme(
    'git-ssh',
    made('git-ssh', {
      type: 'kubernetes.io/ssh-auth',
      segment: 'ssh-auth',
      data: { 'ssh-privatekey': filler(241), 'ssh-key-id': 'APKA1' },
    }),
  ),
  'plain/006-create-dockerconfigjson': inAcme(
    'regcred',
    made('regcred', {
      type: 'kubernetes.io/dockerconfigjson',
      segment: 'registry',
      data: {
        '.dockerconfigjson':
          '{"auths":{"ghcr.io":{"username":"u","password":"p","auth":"dTpw"}}}',
      },
    }),
  ),
  'plain/007-create-tls': inAcme(
    'web-tls',
    made('web-tls', {
      type: 'kubernetes.io/tls',
      segment: 'tls',
      data: { 'tls.crt': filler(656), 'tls.key': filler(241) },
    }),
  ),
  'plain/023-update-same-keys': inAcme(
    'db-creds',
    made('db-creds', {
      data: { username: 'alice', password: 'n3w' },
      labels: teamLabels,
    }),
  ),
  'plain/024-update-other-keys-no-labels': inAcme(
    'db-creds',
    made('db-creds', {
      data: { username: 'alice', token: 't' },
      refreshInterval: '1h0m0s',
      generations: { reference: 2, pushSecret: 2 },
    }),
  ),
  'plain/083-create-namespace-absent': {
    namespace: 'nope',
    planeNamespace: 'openchoreo-kv-nope',
    name: 'orphan',
    seen: {
      ...made('orphan', { namespace: 'nope', data: { a: '1' } }),
      reference: undefined,
    },
  },
  'plain/104-create-over-foreign-plane-secret': inAcme('foreign', {
    ...made('foreign', {
      data: { a: '1', other: 'keep' },
      keys: ['a'],
      secretWriters: [...applied, 'kubectl-create:Update'],
    }),
  }),
  'plain/112-delete-secretreference-v1-of-managed': inAcme('wp-secret', {
    ...made('wp-secret', { data: { a: '1' } }),
    reference: undefined,
  }),
  'plain/115-gitsecret-create-basic': inAcme(
    'gs1',
    madeAsGitSecret('gs1', 'basic-auth', { password: 't', username: 'u' }),
    'workflows-acme',
  ),
  'plain/116-gitsecret-create-ssh': inAcme(
    'gs2',
    madeAsGitSecret('gs2', 'ssh-auth', {
      'ssh-privatekey': filler(241),
      'ssh-key-id': 'id',
    }),
    'workflows-acme',
  ),
};

/** What stands of a secret now. */
export async function look(
  world: World,
  { namespace, planeNamespace, name }: Omit<ObjectCase, 'seen'>,
): Promise<SeenSecret> {
  const [reference, secret, pushSecret] = await Promise.all(
    [
      `/apis/openchoreo.dev/v1alpha1/namespaces/${namespace}/secretreferences`,
      `/api/v1/namespaces/${planeNamespace}/secrets`,
      `/apis/external-secrets.io/v1alpha1/namespaces/${planeNamespace}/pushsecrets`,
    ].map(collection => world.get(`${collection}/${name}`)),
  );
  return {
    reference: reference && see(reference, reference.spec),
    secret: secret && see(secret, { type: secret.type, data: secret.data }),
    pushSecret: pushSecret && see(pushSecret, durationsAsGo(pushSecret.spec)),
  };
}

/** The interval of a PushSecret is the default of its definition, which newer versions write out. */
function see({ metadata }: any, content: unknown): SeenObject {
  return {
    writers: metadata.managedFields.map(
      ({ manager, operation }: any) => `${manager}:${operation}`,
    ),
    labels: metadata.labels ?? {},
    annotations: Object.keys(metadata.annotations ?? {}),
    ...(metadata.generation && { generation: metadata.generation }),
    content,
  };
}
