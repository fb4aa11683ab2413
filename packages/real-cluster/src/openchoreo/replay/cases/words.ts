import { ReplayCase } from './types';

export const json = 'application/json';
const text = 'text/plain; charset=utf-8';

/** Where the secrets of a namespace are. */
export const secretsOf = (namespace: string) =>
  `/api/v1alpha1/namespaces/${namespace}/secrets`;
export const acme = secretsOf('acme');
export const gitSecrets = '/api/v1alpha1/namespaces/acme/gitsecrets';
export const references = '/api/v1/namespaces/acme/secretreferences';

/** Material of a given length, where only the length was recorded. */
export const filler = (length: number) => 'm'.repeat(length);
export const base64 = (value: string) => Buffer.from(value).toString('base64');

/** A case that is answered with JSON. */
export function ask(
  name: string,
  method: string,
  path: string,
  status: number,
  bytes: number,
  answer: unknown,
  more: Partial<ReplayCase> = {},
): ReplayCase {
  return {
    name,
    method,
    path,
    status,
    bytes,
    answer,
    contentType: json,
    ...more,
  };
}

export const get = (
  name: string,
  path: string,
  bytes: number,
  answer: unknown,
) => ask(name, 'GET', path, 200, bytes, answer);

/** A case that is answered with a line of text. */
export function plainText(
  name: string,
  method: string,
  path: string,
  status: number,
  line: string,
  more: Partial<ReplayCase> = {},
): ReplayCase {
  return ask(name, method, path, status, line.length + 1, `${line}\n`, {
    contentType: text,
    ...more,
  });
}

/** A case that is answered with nothing. */
export const gone = (name: string, path: string): ReplayCase => ({
  name,
  method: 'DELETE',
  path,
  status: 204,
  bytes: 0,
  answer: '',
});

/** Refusals, with the length of their body. */
export const refusal = {
  internal: [500, 58, 'INTERNAL_ERROR', 'Internal server error'],
  forbidden: [
    403,
    84,
    'FORBIDDEN',
    'You do not have permission to perform this operation',
  ],
  secretNotFound: [404, 48, 'NOT_FOUND', 'secret not found'],
  gitSecretNotFound: [404, 52, 'NOT_FOUND', 'git secret not found'],
  referenceNotFound: [404, 57, 'NOT_FOUND', 'SecretReference not found'],
  secretExists: [409, 52, 'CONFLICT', 'secret already exists'],
  gitSecretExists: [409, 56, 'CONFLICT', 'git secret already exists'],
  planeNotFound: [422, 66, 'UNPROCESSABLE_CONTENT', 'target plane not found'],
  noStore: [
    400,
    84,
    'BAD_REQUEST',
    'secret store is not configured on the target plane',
  ],
} as const;
type Refusal = readonly [number, number, string, string];

export const invalid = (bytes: number, message: string): Refusal => [
  400,
  bytes,
  'BAD_REQUEST',
  message,
];

/** A case that is refused. */
export function refused(
  name: string,
  method: string,
  path: string,
  [status, bytes, code, error]: Refusal,
  body?: unknown,
): ReplayCase {
  return ask(name, method, path, status, bytes, { code, error }, { body });
}

export const plane = { kind: 'ClusterDataPlane', name: 'default' };

/** The body of a create. */
export function draft(
  secretName: string,
  data: object | undefined = { a: '1' },
  more: object = {},
) {
  return {
    secretName,
    secretType: 'Opaque',
    targetPlane: plane,
    data,
    ...more,
  };
}

/** How the Secret API shows a secret; values are given as text. */
export function shown(
  name: string,
  data: Record<string, string> = { a: '1' },
  {
    type = 'Opaque',
    labels = {},
    namespace = 'acme',
    annotations,
  }: {
    type?: string;
    labels?: Record<string, string>;
    namespace?: string;
    annotations?: Record<string, string>;
  } = {},
) {
  return {
    apiVersion: 'v1',
    data: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, base64(value)]),
    ),
    kind: 'Secret',
    metadata: {
      ...(annotations && { annotations }),
      creationTimestamp: '<time>',
      labels: { ...labels, 'openchoreo.dev/managed-by': 'openchoreo-api' },
      name,
      namespace,
      uid: '<uid>',
    },
    type,
  };
}

/** A page; `last` is the name after which the next one begins. */
export const page = (items: unknown[], last?: string) => ({
  items,
  pagination: last ? { nextCursor: `<after ${last}>` } : {},
});

/** How the API of references shows one. */
export function shownReference(
  name: string,
  keys: string[],
  {
    key = `secret/acme/generic/${name}`,
    labels = {},
  }: { key?: string; labels?: Record<string, string> } = {},
) {
  return {
    apiVersion: 'openchoreo.dev/v1alpha1',
    kind: 'SecretReference',
    metadata: {
      creationTimestamp: '<time>',
      labels: { ...labels, 'openchoreo.dev/managed-by': 'openchoreo-api' },
      name,
      namespace: 'acme',
      uid: '<uid>',
    },
    spec: {
      data: keys.map(property => ({
        remoteRef: { key, property },
        secretKey: property,
      })),
      refreshInterval: '1h0m0s',
      targetPlane: plane,
      template: { type: 'Opaque' },
    },
    status: {},
  };
}
