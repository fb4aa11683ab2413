import { ReplayCase } from './types';
import {
  acme,
  ask,
  draft,
  filler,
  get,
  invalid,
  page,
  plainText,
  plane,
  references,
  refusal,
  refused,
  secretsOf,
  shown,
  shownReference,
} from './words';

const teamLabels = {
  'openchoreo.dev/secret-type': 'generic',
  team: 'payments',
};
const gitLabels = { 'openchoreo.dev/secret-type': 'git-credentials' };
const basic = 'kubernetes.io/basic-auth';
const ssh = 'kubernetes.io/ssh-auth';
const docker = 'kubernetes.io/dockerconfigjson';
const tls = 'kubernetes.io/tls';
const registry =
  '{"auths":{"ghcr.io":{"username":"u","password":"p","auth":"dTpw"}}}';

const dbCreds = shown(
  'db-creds',
  { username: 'alice', password: 's3cr3t' },
  { labels: teamLabels },
);
const gitBasic = shown(
  'git-basic',
  { username: 'bob', password: 'ghp_x' },
  { type: basic, labels: gitLabels },
);
const gitBasic2 = shown('git-basic2', { password: 'ghp_x' }, { type: basic });
const sshData = { 'ssh-privatekey': filler(241), 'ssh-key-id': 'APKA1' };
const gitSsh = shown('git-ssh', sshData, { type: ssh });
const dockerData = { '.dockerconfigjson': registry };
const regcred = shown('regcred', dockerData, { type: docker });
const tlsData = { 'tls.crt': filler(656), 'tls.key': filler(241) };
const webTls = shown('web-tls', tlsData, { type: tls });
const dpSecret = shown('dp-secret');
const wpSecret = shown('wp-secret');
const all = page([
  dbCreds,
  dpSecret,
  gitBasic,
  gitBasic2,
  gitSsh,
  regcred,
  webTls,
  wpSecret,
]);

const create = (
  name: string,
  bytes: number,
  body: object,
  answer: object,
): ReplayCase => ask(name, 'POST', acme, 201, bytes, answer, { body });

const update = (
  name: string,
  bytes: number,
  body: object,
  answer: object,
  more: Partial<ReplayCase> = {},
): ReplayCase =>
  ask(name, 'PUT', `${acme}/db-creds`, 200, bytes, answer, { body, ...more });

/** Creates of every type, lists, and updates. */
export const firstCases: ReplayCase[] = [
  get('plain/001-list-empty', acme, 29, page([])),
  create(
    'plain/002-create-opaque',
    356,
    draft(
      'db-creds',
      { username: 'alice', password: 's3cr3t' },
      { labels: teamLabels },
    ),
    dbCreds,
  ),
  create(
    'plain/003-create-basic-auth',
    361,
    draft(
      'git-basic',
      { username: 'bob', password: 'ghp_x' },
      {
        secretType: basic,
        targetPlane: { kind: 'ClusterWorkflowPlane', name: 'default' },
        labels: gitLabels,
      },
    ),
    gitBasic,
  ),
  create(
    'plain/004-create-basic-auth-password-only',
    297,
    draft('git-basic2', { password: 'ghp_x' }, { secretType: basic }),
    gitBasic2,
  ),
  create(
    'plain/005-create-ssh-auth',
    638,
    draft('git-ssh', sshData, { secretType: ssh }),
    gitSsh,
  ),
  create(
    'plain/006-create-dockerconfigjson',
    393,
    draft('regcred', dockerData, { secretType: docker }),
    regcred,
  ),
  create(
    'plain/007-create-tls',
    1491,
    draft('web-tls', tlsData, { secretType: tls }),
    webTls,
  ),
  create(
    'plain/008-create-dataplane-namespaced',
    267,
    draft('dp-secret', undefined, {
      targetPlane: { kind: 'DataPlane', name: 'acme-dp' },
    }),
    dpSecret,
  ),
  create(
    'plain/009-create-workflowplane-namespaced',
    267,
    draft('wp-secret', undefined, {
      targetPlane: { kind: 'WorkflowPlane', name: 'acme-wp' },
    }),
    wpSecret,
  ),
  get('plain/010-list', acme, 4098, all),
  get(
    'plain/011-list-limit-2',
    `${acme}?limit=2`,
    666,
    page([dbCreds, dpSecret], 'dp-secret'),
  ),
  get(
    'plain/012-list-limit-2-page-2',
    `${acme}?limit=2&cursor={cursor}`,
    701,
    page([gitBasic, gitBasic2], 'git-basic2'),
  ),
  get(
    'plain/013-list-limit-0',
    `${acme}?limit=0`,
    399,
    page([dbCreds], 'db-creds'),
  ),
  get('plain/014-list-limit-500', `${acme}?limit=500`, 4098, all),
  plainText(
    'plain/015-list-limit-abc',
    'GET',
    `${acme}?limit=abc`,
    400,
    'Invalid format for parameter limit: error binding string parameter: strconv.ParseInt: parsing "abc": invalid syntax',
  ),
  refused(
    'plain/016-list-bad-cursor',
    'GET',
    `${acme}?cursor=garbage`,
    refusal.internal,
  ),
  get(
    'plain/017-list-label-selector-ignored',
    `${acme}?labelSelector=team%3Dpayments`,
    4098,
    all,
  ),
  get('plain/018-list-namespace-absent', secretsOf('nope'), 29, page([])),
  get('plain/019-get', `${acme}/db-creds`, 356, dbCreds),
  refused(
    'plain/020-get-absent',
    'GET',
    `${acme}/absent`,
    refusal.secretNotFound,
  ),
  get(
    'plain/021-get-secretreference-v1',
    `${references}/db-creds`,
    658,
    shownReference('db-creds', ['password', 'username'], {
      labels: teamLabels,
    }),
  ),
  get(
    'plain/022-list-secretreferences-v1',
    `${references}?limit=2`,
    1185,
    page(
      [
        shownReference('db-creds', ['password', 'username'], {
          labels: teamLabels,
        }),
        {
          ...shownReference('dp-secret', ['a']),
          spec: {
            ...shownReference('dp-secret', ['a']).spec,
            targetPlane: { kind: 'DataPlane', name: 'acme-dp' },
          },
        },
      ],
      'dp-secret',
    ),
  ),
  update(
    'plain/023-update-same-keys',
    352,
    { data: { username: 'alice', password: 'n3w' }, labels: teamLabels },
    shown(
      'db-creds',
      { username: 'alice', password: 'n3w' },
      { labels: teamLabels },
    ),
  ),
  update(
    'plain/024-update-other-keys-no-labels',
    292,
    { data: { username: 'alice', token: 't' } },
    shown('db-creds', { username: 'alice', token: 't' }),
  ),
  update(
    'plain/025-update-if-match-ignored',
    273,
    { data: { username: 'x' } },
    shown('db-creds', { username: 'x' }),
    { headers: { 'if-match': '"1"' } },
  ),
  refused(
    'plain/026-update-missing-required-key',
    'PUT',
    `${acme}/git-basic`,
    invalid(104, `data["password"] is required for secretType ${basic}`),
    { data: { username: 'only' } },
  ),
  refused(
    'plain/027-update-empty-data',
    'PUT',
    `${acme}/db-creds`,
    invalid(70, 'data must contain at least one entry'),
    { data: {} },
  ),
  refused(
    'plain/028-update-empty-value',
    'PUT',
    `${acme}/db-creds`,
    invalid(70, 'data["username"] must not be empty'),
    { data: { username: '' } },
  ),
  refused(
    'plain/029-update-absent',
    'PUT',
    `${acme}/absent`,
    refusal.secretNotFound,
    { data: { a: '1' } },
  ),
  update(
    'plain/030-update-type-and-plane-in-body',
    273,
    {
      data: { username: 'x' },
      secretType: tls,
      targetPlane: { kind: 'DataPlane', name: 'zzz' },
    },
    shown('db-creds', { username: 'x' }),
  ),
  plainText(
    'plain/031-patch-not-allowed',
    'PATCH',
    `${acme}/db-creds`,
    405,
    'Method Not Allowed',
    { body: { data: { username: 'y' } }, allow: 'DELETE, GET, HEAD, PUT' },
  ),
  refused(
    'plain/032-create-duplicate',
    'POST',
    acme,
    refusal.secretExists,
    draft('db-creds'),
  ),
  refused(
    'plain/033-create-duplicate-other-type',
    'POST',
    acme,
    refusal.secretExists,
    draft(
      'db-creds',
      { password: '1' },
      { secretType: basic, targetPlane: plane },
    ),
  ),
];
