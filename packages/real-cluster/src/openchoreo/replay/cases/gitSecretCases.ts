import { ReplayCase } from './types';
import {
  acme,
  ask,
  filler,
  get,
  gitSecrets,
  gone,
  invalid,
  plainText,
  refusal,
  refused,
} from './words';

const plane = {
  workflowPlaneKind: 'ClusterWorkflowPlane',
  workflowPlaneName: 'default',
};
const shown = (name: string) => ({ name, namespace: 'acme', ...plane });
const ofSecretApi = { name: 'git-basic', namespace: 'acme' };

const basic = (secretName: string, more: object = {}) => ({
  secretName,
  secretType: 'basic-auth',
  ...plane,
  token: 't',
  ...more,
});

export const createBasic = (name: string, bytes: number, body: any) =>
  ask(name, 'POST', gitSecrets, 201, bytes, shown(body.secretName), { body });
export const gitSecretDraft = basic;

/** The older kind of git credentials. */
export const gitSecretCases: ReplayCase[] = [
  get('plain/114-gitsecret-list', gitSecrets, 67, {
    items: [ofSecretApi],
    totalCount: 1,
  }),
  createBasic(
    'plain/115-gitsecret-create-basic',
    107,
    basic('gs1', { username: 'u' }),
  ),
  createBasic('plain/116-gitsecret-create-ssh', 107, {
    secretName: 'gs2',
    secretType: 'ssh-auth',
    ...plane,
    sshKey: filler(241),
    sshKeyId: 'id',
  }),
  refused(
    'plain/117-gitsecret-duplicate',
    'POST',
    gitSecrets,
    refusal.gitSecretExists,
    basic('gs1'),
  ),
  refused(
    'plain/118-gitsecret-bad-type',
    'POST',
    gitSecrets,
    invalid(62, 'unsupported secret type: tls'),
    basic('gs3', { secretType: 'tls' }),
  ),
  refused(
    'plain/119-gitsecret-plane-missing',
    'POST',
    gitSecrets,
    invalid(58, 'workflow plane not found'),
    basic('gs3', { workflowPlaneName: 'zz' }),
  ),
  plainText(
    'plain/120-gitsecret-get-not-existing-route',
    'GET',
    `${gitSecrets}/gs1`,
    405,
    'Method Not Allowed',
    { allow: 'DELETE' },
  ),
  get('plain/121-gitsecret-list-after', gitSecrets, 281, {
    items: [ofSecretApi, shown('gs1'), shown('gs2')],
    totalCount: 3,
  }),
  refused(
    'plain/122-secret-get-of-gitsecret',
    'GET',
    `${acme}/gs1`,
    refusal.secretNotFound,
  ),
  gone('plain/123-gitsecret-delete', `${gitSecrets}/gs1`),
  refused(
    'plain/124-gitsecret-delete-absent',
    'DELETE',
    `${gitSecrets}/zz`,
    refusal.gitSecretNotFound,
  ),
  refused(
    'plain/125-gitsecret-delete-of-api-git-credentials',
    'DELETE',
    `${gitSecrets}/git-basic`,
    refusal.internal,
  ),
];
