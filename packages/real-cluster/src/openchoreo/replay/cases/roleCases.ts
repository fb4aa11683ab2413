import { createBasic, gitSecretDraft } from './gitSecretCases';
import { listed } from './listed';
import { ReplayCase } from './types';
import {
  acme,
  ask,
  draft,
  filler,
  get,
  gone,
  json,
  page,
  plane,
  references,
  refusal,
  refused,
  secretsOf,
  shown,
  shownReference,
} from './words';

/** Tokens of the replay, and what they may do. */
export const roles = {
  admins: { secrets: true, references: true },
  developers: { secrets: false, references: true },
  nobody: { secrets: false, references: false },
};

const gitSsh = `${acme}/git-ssh`;
const ssh = 'kubernetes.io/ssh-auth';
const firstReference = page([shownReference('a.b.c', ['a'])], 'a.b.c');
const secrets = listed();

const unauthorized = (
  name: string,
  bytes: number,
  error: string,
  message: string,
  headers?: Record<string, string>,
): ReplayCase =>
  ask(name, 'GET', acme, 401, bytes, { error, message }, { headers });

/** The cases of one caller, numbered from the first. */
function casesOf(caller: keyof typeof roles, first: number): ReplayCase[] {
  const may = roles[caller];
  let number = first - 1;
  const name = (what: string) => {
    number += 1;
    return `with-roles/${String(number).padStart(3, '0')}-${caller}-${what}`;
  };
  const create = draft(`auth-${caller}`);
  const either = (
    what: string,
    method: string,
    path: string,
    granted: (name: string) => ReplayCase,
    body?: unknown,
  ): ReplayCase =>
    may.secrets
      ? granted(name(what))
      : refused(name(what), method, path, refusal.forbidden, body);
  const cases = [
    may.secrets
      ? get(
          name('list'),
          `${acme}?limit=2`,
          1_365_900,
          page(secrets.slice(0, 2), secrets[1].metadata.name),
        )
      : get(name('list'), `${acme}?limit=2`, 29, page([])),
    may.references
      ? get(
          name('list-secretreferences'),
          `${references}?limit=1`,
          526,
          firstReference,
        )
      : get(
          name('list-secretreferences'),
          `${references}?limit=1`,
          29,
          page([]),
        ),
    either('get', 'GET', gitSsh, granted =>
      get(
        granted,
        gitSsh,
        638,
        shown(
          'git-ssh',
          { 'ssh-privatekey': filler(241), 'ssh-key-id': 'APKA1' },
          { type: ssh },
        ),
      ),
    ),
    either('get-absent', 'GET', `${acme}/absent`, granted =>
      refused(granted, 'GET', `${acme}/absent`, refusal.secretNotFound),
    ),
    either(
      'create',
      'POST',
      acme,
      granted =>
        ask(granted, 'POST', acme, 201, 269, shown(create.secretName), {
          body: create,
        }),
      create,
    ),
    either(
      'create-in-absent-namespace',
      'POST',
      secretsOf('nope2'),
      granted =>
        refused(granted, 'POST', secretsOf('nope2'), refusal.internal, create),
      create,
    ),
    either(
      'update',
      'PUT',
      gitSsh,
      granted =>
        ask(
          granted,
          'PUT',
          gitSsh,
          200,
          294,
          shown('git-ssh', { 'ssh-privatekey': 'x' }, { type: ssh }),
          { body: { data: { 'ssh-privatekey': 'x' } } },
        ),
      { data: { 'ssh-privatekey': 'x' } },
    ),
    either('delete', 'DELETE', `${acme}/auth-${caller}`, granted =>
      gone(granted, `${acme}/auth-${caller}`),
    ),
  ];
  return cases.map(one => as(caller, one));
}

function as(caller: string, one: ReplayCase): ReplayCase {
  return { ...one, headers: { authorization: `Bearer ${caller}` } };
}

/** What callers with different roles are answered. */
export const roleCases: ReplayCase[] = [
  unauthorized(
    'with-roles/001-no-token-list',
    78,
    'MISSING_TOKEN',
    'missing or invalid authentication token',
  ),
  unauthorized(
    'with-roles/002-bad-token-list',
    63,
    'INVALID_TOKEN',
    'invalid or expired token',
    { authorization: 'Bearer x.y.z' },
  ),
  ...casesOf('admins', 3),
  ...casesOf('developers', 11),
  ...casesOf('nobody', 19),
  ...[
    refused(
      'with-roles/027-developers-delete-managed-secretreference-via-v1',
      'DELETE',
      `${references}/docker-garbage`,
      refusal.referenceNotFound,
    ),
    createBasic(
      'with-roles/028-developers-gitsecret-create',
      109,
      gitSecretDraft('gsdev'),
    ),
    {
      name: 'with-roles/029-developers-forge-reference',
      method: 'POST',
      path: references,
      body: {
        apiVersion: 'openchoreo.dev/v1alpha1',
        kind: 'SecretReference',
        metadata: {
          name: 'dev-forged',
          labels: { 'openchoreo.dev/managed-by': 'openchoreo-api' },
        },
        spec: {
          targetPlane: plane,
          template: { type: 'Opaque' },
          data: [
            {
              secretKey: 'a',
              remoteRef: { key: 'secret/other/generic/x', property: 'a' },
            },
          ],
        },
      },
      status: 201,
      contentType: json,
      bytes: 485,
      answer: shownReference('dev-forged', ['a'], {
        key: 'secret/other/generic/x',
      }),
    },
  ].map(one => as('developers', one)),
];
